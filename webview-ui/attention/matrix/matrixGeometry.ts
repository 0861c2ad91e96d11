/* Where the cells of a matrix stand: pure numbers, CSS pixels. A cell is a square; the camera says how large and which. */

import type { Cell } from '../model/cell.js';

export interface AreaSize {
  width: number;
  height: number;
}

export interface Camera {
  /** of a cell */
  size: number;
  /** of the whole drawing's corner, from the area's; at most 0, or more where the drawing is smaller than the area */
  x: number;
  y: number;
}

export interface MatrixSize {
  rows: number;
  columns: number;
}

export interface IndexRange {
  /** `to` exclusive */
  from: number;
  to: number;
}

/** Cells are never larger when the whole is shown, as in a small text. */
const LARGEST_FITTED = 42;
/** Cells are never larger than this. */
const LARGEST = 64;
/** Below this size cells have no gap between them. */
const GAPLESS = 7;
/** From this size on a number has room in a cell. */
export const NUMBERED = 25;

/** The camera that shows all. */
export function fitCamera({ rows, columns }: MatrixSize, area: AreaSize): Camera {
  const size = Math.min(LARGEST_FITTED, area.width / Math.max(1, columns), area.height / Math.max(1, rows));
  return clampCamera({ size: Math.max(size, 0.05), x: 0, y: 0 }, { rows, columns }, area);
}

/** The camera moved back so far that no emptiness shows; a drawing narrower than its area stands in its middle. */
export function clampCamera({ size, x, y }: Camera, { rows, columns }: MatrixSize, area: AreaSize): Camera {
  return {
    size,
    x: clampOffset(x, columns * size, area.width, true),
    y: clampOffset(y, rows * size, area.height, false),
  };
}

function clampOffset(at: number, length: number, room: number, centred: boolean): number {
  if (length <= room) return centred ? Math.floor((room - length) / 2) : 0;
  return Math.min(0, Math.max(room - length, at));
}

/** The camera after a step of zoom that leaves a point of the area where it is; not further out than all. */
export function zoomCamera(
  camera: Camera,
  factor: number,
  at: { x: number; y: number },
  shape: MatrixSize,
  area: AreaSize,
): Camera {
  const least = fitCamera(shape, area).size;
  const size = Math.min(Math.max(LARGEST, least), Math.max(least, camera.size * factor));
  const grown = size / camera.size;
  const x = at.x - (at.x - camera.x) * grown;
  const y = at.y - (at.y - camera.y) * grown;
  return clampCamera({ size, x, y }, shape, area);
}

/** The camera that has a cell in sight, moved no further than it must be. */
export function bringIntoView(camera: Camera, cell: Cell, shape: MatrixSize, area: AreaSize): Camera {
  const x = shiftIntoView(camera.x, cell.column * camera.size, camera.size, area.width);
  const y = shiftIntoView(camera.y, cell.row * camera.size, camera.size, area.height);
  return clampCamera({ size: camera.size, x, y }, shape, area);
}

function shiftIntoView(origin: number, at: number, size: number, room: number): number {
  if (at + origin < 0) return -at;
  if (at + size + origin > room) return room - at - size;
  return origin;
}

/** The cell under a point of the area. */
export function cellAt(
  { size, x, y }: Camera,
  point: { x: number; y: number },
  { rows, columns }: MatrixSize,
): Cell | null {
  const column = Math.floor((point.x - x) / size);
  const row = Math.floor((point.y - y) / size);
  return row >= 0 && column >= 0 && row < rows && column < columns ? { row, column } : null;
}

/**
 * What is pointed at: a cell, or beside and above the area a label, whose row or column stands alone.
 * @param point of the area; negative: in the room of the labels
 */
export function pointedAt(camera: Camera, point: { x: number; y: number }, shape: MatrixSize): Cell | null {
  if (point.y < 0) {
    // Labels above lean by 30° from upright.
    const foot = point.x + point.y * Math.tan(Math.PI / 6);
    const found = foot >= 0 ? cellAt({ ...camera, y: 0 }, { x: foot, y: 0 }, shape) : null;
    return found && { row: -1, column: found.column };
  }
  // Labels stand right beside the cells, which may begin further right than the area.
  if (point.x < Math.max(0, camera.x)) {
    const found = cellAt({ ...camera, x: 0 }, { x: 0, y: point.y }, shape);
    return found && { row: found.row, column: -1 };
  }
  return cellAt(camera, point, shape);
}

/** The cells in sight along one side. */
export function visibleRange(origin: number, size: number, room: number, count: number): IndexRange {
  const from = Math.max(0, Math.floor(-origin / size));
  const to = Math.min(count, Math.ceil((room - origin) / size));
  return { from: Math.min(from, count), to: Math.max(from, to) };
}

/** How many cells share a label, so that labels keep `least` pixels: 1, 2, 5, 10, 20 … */
export function labelStep(size: number, least: number): number {
  for (let decade = 1; ; decade *= 10) {
    for (const step of [1, 2, 5]) if (step * decade * size >= least) return step * decade;
  }
}

/** Between neighbouring cells. */
export function cellGap(size: number): number {
  if (size < GAPLESS) return 0;
  return size < 16 ? 1 : 2;
}

/** How many cells become one pixel of the picture, so that none is left out of it. */
export function cellsPerPixel(size: number, pixelRatio: number): number {
  return Math.max(1, Math.ceil(1 / (size * pixelRatio) - 1e-9));
}

/** Room for labels: of their widest, at the left as they are, above turned by 60°. */
export function roomForLabels(widestRow: number, widestColumn: number, area: AreaSize): { left: number; top: number } {
  const left = Math.ceil(Math.min(widestRow + 14, Math.max(56, area.width * 0.24)));
  const top = Math.ceil(Math.min(widestColumn * Math.sin(Math.PI / 3) + 18, 112, Math.max(48, area.height * 0.3)));
  return { left, top };
}

/** The longest label that the room takes, CSS pixels: beside a row, and turned by 60° above a column. */
export function labelRoom({ left, top }: { left: number; top: number }): { row: number; column: number } {
  return { row: left - 10, column: (top - 12) / Math.sin(Math.PI / 3) };
}
