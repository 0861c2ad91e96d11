import { type MatrixSize, type Camera, type AreaSize, cellGap, visibleRange, NUMBERED } from './matrixGeometry.js';
import type { Cell } from '../model/cell.js';
import { colourDepth, type WeightScale } from '../../../src/attention/colourScale.js';
import { css, type Colours, rampColour, readableOn } from '../../kit/colours.js';
import type { DisplayedMap } from '../model/displayModel.js';

/** From this size on cells are drawn one by one, with round corners; below, the picture is stretched and ruled. */
const ROUND = 16;

/** What is drawn of a map, and how. */
export interface Scene {
  map: DisplayedMap;
  scale: WeightScale;
  threshold: number;
  colours: Colours;
  camera: Camera;
  area: AreaSize;
}

export const matrixSize = ({ matrix }: DisplayedMap): MatrixSize => ({ rows: matrix.queries, columns: matrix.keys });

/** The depth of a cell's colour, 0 to 1. */
export function cellDepth(
  { map, scale, threshold }: Omit<Scene, 'camera' | 'area'>,
  row: number,
  column: number,
): number {
  const weight = map.matrix.values[row * map.matrix.keys + column] ?? 0;
  return weight < threshold ? 0 : colourDepth(scale, weight / map.top);
}

/**
 * The cells.
 * @param picture a pixel for each cell, or for some of them where cells are smaller than a pixel
 */
export function drawCells(context: CanvasRenderingContext2D, scene: Scene, picture: CanvasImageSource): void {
  const { camera, area, colours, map } = scene;
  const { rows, columns } = matrixSize(map);
  const { size, x, y } = camera;
  context.fillStyle = css(colours.background);
  context.fillRect(0, 0, area.width, area.height);
  if (size >= ROUND || (colours.contrast && size >= 5)) return drawEach(context, scene);
  context.imageSmoothingEnabled = false;
  context.drawImage(picture, x, y, columns * size, rows * size);
  const gap = cellGap(size);
  if (gap === 0) return;
  const across = visibleRange(x, size, area.width, columns);
  const down = visibleRange(y, size, area.height, rows);
  for (let i = across.from; i < across.to; i++) context.fillRect(x + (i + 1) * size - gap, 0, gap, area.height);
  for (let i = down.from; i < down.to; i++) context.fillRect(0, y + (i + 1) * size - gap, area.width, gap);
}

/** Cell by cell. Without meaning by colour alone, a cell's size grows with its weight, too (Hinton diagram). */
function drawEach(context: CanvasRenderingContext2D, scene: Scene): void {
  const { camera, area, colours, map } = scene;
  const { rows, columns } = matrixSize(map);
  const { size, x, y } = camera;
  const across = visibleRange(x, size, area.width, columns);
  const down = visibleRange(y, size, area.height, rows);
  const side = size - cellGap(size);
  const corner = colours.contrast ? 0 : Math.min(3, side / 6);
  for (let row = down.from; row < down.to; row++) {
    const end = Math.min(across.to, map.reach?.[row] ?? across.to);
    for (let column = across.from; column < end; column++) {
      const depth = cellDepth(scene, row, column);
      const inked = colours.contrast ? side * Math.sqrt(depth) : side;
      if (inked <= 0) continue;
      context.fillStyle = css(rampColour(colours, depth));
      context.beginPath();
      context.roundRect(
        x + column * size + (side - inked) / 2,
        y + row * size + (side - inked) / 2,
        inked,
        inked,
        corner,
      );
      context.fill();
    }
  }
}

/** The outline of a row or column, and of the cell that is looked at, CSS pixels. */
const BAND = 1;
const RING = 2;

/**
 * Row and column of the active cell have an outline; its row says its numbers. No cell changes its colour: a weight has
 * one, looked at or not. −1: no row, no column.
 */
export function drawMarks(
  context: CanvasRenderingContext2D,
  scene: Scene,
  active: Cell | null,
  figure: (weight: number) => string,
): void {
  const { camera, area, colours, map } = scene;
  context.clearRect(0, 0, area.width, area.height);
  if (!active) return;
  const { row, column } = active;
  const { size, x, y } = camera;
  const { rows, columns } = matrixSize(map);
  const gap = cellGap(size);
  const thick = Math.max(size, 3);
  const inset = gap / 2 + BAND / 2;
  context.strokeStyle = css(colours.focus);
  context.lineWidth = BAND;
  const band = (left: number, top: number, width: number, height: number) =>
    context.strokeRect(left - inset, top - inset, width - gap + 2 * inset, height - gap + 2 * inset);
  if (row >= 0) band(x, y + row * size, columns * size, thick);
  if (column >= 0) band(x + column * size, y, thick, rows * size);
  if (size >= NUMBERED && row >= 0) drawNumbers(context, scene, row, figure);
  if (row < 0 || column < 0) return;
  const ring = Math.max(size - gap, 6);
  const middle = { x: x + (column + 0.5) * size - gap / 2, y: y + (row + 0.5) * size - gap / 2 };
  context.strokeStyle = css(colours.focus);
  context.lineWidth = RING;
  context.beginPath();
  context.roundRect(middle.x - ring / 2 - 1, middle.y - ring / 2 - 1, ring + 2, ring + 2, Math.min(4, ring / 5));
  context.stroke();
}

/** A weight as it stands in its cell: two decimals without the zero before them; what is less is not called nothing. */
export function cellFigure(weight: number, decimal: (value: number, digits: number) => string): string {
  const text = (value: number) => decimal(value, 2).replace(/^0(?=\D)/, '');
  return weight > 0 && weight < 0.005 ? `<${text(0.01)}` : text(weight);
}

function drawNumbers(
  context: CanvasRenderingContext2D,
  scene: Scene,
  row: number,
  figure: (weight: number) => string,
): void {
  const { camera, area, colours, map, threshold } = scene;
  const { size, x, y } = camera;
  const { columns } = matrixSize(map);
  const across = visibleRange(x, size, area.width, columns);
  const end = Math.min(across.to, map.reach?.[row] ?? across.to);
  const gap = cellGap(size);
  context.font = `${Math.min(12, Math.round(size * 0.3))}px ${getComputedStyle(context.canvas).fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (let column = across.from; column < end; column++) {
    const weight = map.matrix.values[row * map.matrix.keys + column] ?? 0;
    if (weight < threshold) continue;
    const place = [x + (column + 0.5) * size - gap / 2, y + (row + 0.5) * size - gap / 2 + 0.5] as const;
    if (colours.contrast) {
      // A square that is smaller than its cell does not carry its number: the number brings its own ground.
      context.strokeStyle = css(colours.background);
      context.lineWidth = 4;
      context.lineJoin = 'round';
      context.strokeText(figure(weight), ...place);
    }
    const ground = colours.contrast ? colours.background : rampColour(colours, cellDepth(scene, row, column));
    context.fillStyle = css(readableOn(ground));
    context.fillText(figure(weight), ...place);
  }
}
