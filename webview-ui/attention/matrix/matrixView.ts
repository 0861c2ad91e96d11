import * as l10n from '@vscode/l10n';
import type { Colours } from '../../kit/colours.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { isMaskedCell, type DisplayedMap } from '../model/displayModel.js';
import { html } from '../../kit/dom.js';
import { MatrixBitmap } from './matrixBitmap.js';
import { cellFigure, drawCells, drawMarks, type Scene, matrixSize } from './drawMatrix.js';
import {
  bringIntoView,
  type Camera,
  fitCamera,
  labelRoom,
  roomForLabels,
  clampCamera,
  pointedAt,
  cellsPerPixel,
  zoomCamera,
} from './matrixGeometry.js';
import type { Cell, CellEvents } from '../model/cell.js';
import { cellForKey } from './matrixKeys.js';
import { fitLabels, MatrixLabels, widestLabels, type LabelNames } from './matrixLabels.js';
import { rowLabel, rowName, wordLabel } from '../model/mapNames.js';
import { trackPointer, type Pointed } from './matrixPointer.js';

const ZOOM_STEP = 1.4;

/** The matrix: cells on a canvas, what is looked at on a second one, labels in sight, one element for the cell in focus. */
export class MatrixView {
  readonly #cells = html('canvas.cells') as HTMLCanvasElement;
  readonly #marks = html('canvas.marks') as HTMLCanvasElement;
  readonly #labels = new MatrixLabels();
  readonly #cell = html('div.cell', { attributes: { role: 'gridcell' } });
  readonly #row = html('div.row', { attributes: { role: 'row' } }, this.#cell);
  readonly element = html(
    'div.matrix',
    { attributes: { role: 'grid', tabindex: 0, 'aria-describedby': 'matrix-keys' } },
    this.#cells,
    this.#marks,
    this.#labels.element,
    this.#row,
  );
  readonly #picture = new MatrixBitmap();
  readonly #resize: ResizeObserver | null = null;
  #map: DisplayedMap | null = null;
  #names: LabelNames = { rows: [], columns: [] };
  /** the same, cut to the room that there is */
  #shown = this.#names;
  #colours: Colours | null = null;
  #camera: Camera = { size: 1, x: 0, y: 0 };
  /** all is shown, also after the next change of size */
  #fitted = true;
  #room = { left: 0, top: 0 };
  #isMeasured = false;
  #area = { width: 0, height: 0 };
  #focused: Cell | null = null;
  #pointed: Cell | null = null;
  #cursor: Cell | null = null;
  #frame = 0;
  #stale = { cells: false, marks: false };
  readonly #page: AttentionPage;
  readonly #events: CellEvents;

  /** @param cellId of the element for the cell in focus: one of its own for each matrix on the page */
  constructor(page: AttentionPage, events: CellEvents, cellId = 'matrix-cell') {
    this.#page = page;
    this.#events = events;
    this.#cell.id = cellId;
    this.element.setAttribute('aria-activedescendant', cellId);
    trackPointer(this.element, {
      at: (point) => this.#at(point),
      isZoomed: () => !this.#fitted,
      point: (cell) => this.#pointAt(cell),
      focus: (cell) => {
        this.element.focus({ preventScroll: true });
        events.focus(cell);
      },
      open: (cell) => events.open(cell),
      zoom: (factor, point) => this.zoom(factor, point),
      pan: (x, y) => this.#pan(x, y),
    });
    this.element.addEventListener('keydown', (event) => this.#key(event));
    if (typeof ResizeObserver !== 'undefined') {
      this.#resize = new ResizeObserver(() => this.#measure());
      this.#resize.observe(this.element);
    }
  }

  dispose(): void {
    this.#resize?.disconnect();
    cancelAnimationFrame(this.#frame);
  }

  /** Draws another map; the zoom stays where the shape is the same. */
  update(map: DisplayedMap, colours: Colours): void {
    const before = this.#map;
    this.#map = map;
    this.#colours = colours;
    const { rows, columns } = matrixSize(map);
    const names = {
      rows: map.rows.words.map((_, row) => rowLabel(map, row)),
      columns: map.columns.words.map(({ text }) => wordLabel(text)),
    };
    if (JSON.stringify(names) !== JSON.stringify(this.#names)) {
      this.#names = names;
      this.#pointed = null;
      this.#isMeasured = false;
    }
    const isSameShape = before !== null && matrixSize(before).rows === rows && matrixSize(before).columns === columns;
    if (!isSameShape) this.#fitted = true;
    this.element.setAttribute('aria-rowcount', String(rows));
    this.element.setAttribute('aria-colcount', String(columns));
    this.element.setAttribute(
      'aria-label',
      l10n.t('Attention, {0} rows that read by {1} columns that are read', String(rows), String(columns)),
    );
    // Another head of the same words: nothing moves, and measuring would lay out the page.
    if (isSameShape && this.#isMeasured) this.#draw({ cells: true, marks: true });
    else this.#measure();
  }

  /** The cell in focus; −1 as row or column: none. It is brought into sight. */
  focus(cell: Cell | null): void {
    this.#focused = cell;
    const map = this.#map;
    if (cell && map && !this.#fitted && cell.row >= 0 && cell.column >= 0) {
      const camera = bringIntoView(this.#camera, cell, matrixSize(map), this.#area);
      if (camera.x !== this.#camera.x || camera.y !== this.#camera.y) this.#look(camera);
    }
    this.#describe();
    this.#draw({ marks: true });
  }

  /** The row and column that the editor's cursor stands in. */
  cursor(cell: Cell | null): void {
    this.#cursor = cell;
    this.#draw({ marks: true });
  }

  /** Shows a cell as if it were pointed at; null: no longer. */
  hint(cell: Cell | null): void {
    this.#pointed = cell;
    this.#draw({ marks: true });
  }

  /** @param point of the area of cells; its middle where it is left out */
  zoom(factor: number, point = { x: this.#area.width / 2, y: this.#area.height / 2 }): void {
    if (!this.#map) return;
    const shape = matrixSize(this.#map);
    const camera = zoomCamera(this.#camera, factor, point, shape, this.#area);
    this.#fitted = camera.size <= fitCamera(shape, this.#area).size * 1.001;
    this.#look(camera);
  }

  /** All in sight. */
  fit(): void {
    this.#fitted = true;
    this.#measure();
  }

  /** What is looked at: under the pointer, or else in focus. */
  get active(): Cell | null {
    return this.#pointed ?? this.#focused;
  }

  #pan(x: number, y: number): void {
    if (!this.#map) return;
    const { size, x: left, y: top } = this.#camera;
    this.#look(clampCamera({ size, x: left + x, y: top + y }, matrixSize(this.#map), this.#area));
  }

  #look(camera: Camera): void {
    this.#camera = camera;
    this.#draw({ cells: true, marks: true });
  }

  #measure(): void {
    const map = this.#map;
    if (!map) return;
    const { width, height } = this.element.getBoundingClientRect();
    this.#isMeasured = true;
    const { fontSize, fontFamily } = getComputedStyle(this.element);
    const font = `${fontSize} ${fontFamily}`;
    const widest = widestLabels(this.#names, font);
    this.#room = roomForLabels(...widest, { width, height });
    this.#shown = fitLabels(this.#names, widest, labelRoom(this.#room), font);
    // Turned labels of the last columns reach to the right.
    const reach = Math.min(62, Math.ceil(this.#room.top * 0.56));
    this.#area = {
      width: Math.max(40, width - this.#room.left - reach),
      height: Math.max(40, height - this.#room.top - 2),
    };
    const shape = matrixSize(map);
    this.#camera = this.#fitted ? fitCamera(shape, this.#area) : this.#camera;
    this.#camera = clampCamera(this.#camera, shape, this.#area);
    for (const canvas of [this.#cells, this.#marks]) {
      const ratio = window.devicePixelRatio;
      canvas.width = Math.round(this.#area.width * ratio);
      canvas.height = Math.round(this.#area.height * ratio);
      canvas.style.left = `${this.#room.left}px`;
      canvas.style.top = `${this.#room.top}px`;
      canvas.style.width = `${this.#area.width}px`;
      canvas.style.height = `${this.#area.height}px`;
    }
    // At once: a resized canvas is empty.
    this.#stale = { cells: true, marks: true };
    this.#flush();
  }

  #draw(stale: { cells?: boolean; marks?: boolean }): void {
    this.#stale.cells ||= stale.cells ?? false;
    this.#stale.marks ||= stale.marks ?? false;
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#flush());
  }

  #flush(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const map = this.#map;
    const colours = this.#colours;
    if (!map || !colours) return;
    const { scale, threshold } = this.#page.state;
    const scene: Scene = { map, scale, threshold, colours, camera: this.#camera, area: this.#area };
    const ratio = window.devicePixelRatio;
    if (this.#stale.cells) {
      this.#picture.paint(map, colours, this.#page.state, cellsPerPixel(this.#camera.size, ratio));
      const context = this.#cells.getContext('2d');
      context?.setTransform(ratio, 0, 0, ratio, 0, 0);
      if (context) drawCells(context, scene, this.#picture.canvas);
    }
    const context = this.#marks.getContext('2d');
    context?.setTransform(ratio, 0, 0, ratio, 0, 0);
    const figure = (weight: number) => cellFigure(weight, this.#page.numbers.decimal);
    if (context) drawMarks(context, scene, this.active, figure);
    this.#labels.draw({
      ...this.#shown,
      room: this.#room,
      camera: this.#camera,
      area: this.#area,
      active: this.active,
      cursor: this.#cursor,
    });
    this.#stale = { cells: false, marks: false };
  }

  #pointAt(cell: Cell | null): void {
    const before = this.#pointed;
    if (before?.row === cell?.row && before?.column === cell?.column) return;
    this.#pointed = cell;
    this.#draw({ marks: true });
    this.#events.point(cell);
  }

  /** What screen readers say of the cell in focus. */
  #describe(): void {
    const map = this.#map;
    const cell = this.#focused;
    if (!map || !cell || cell.row < 0) {
      this.#cell.textContent = l10n.t('No cell in focus; arrow keys choose one');
      return;
    }
    const { row, column } = cell;
    this.#row.setAttribute('aria-rowindex', String(row + 1));
    this.#cell.setAttribute('aria-colindex', String(Math.max(0, column) + 1));
    const weight = map.matrix.values[row * map.matrix.keys + column] ?? 0;
    const names = [rowName(map, row), map.columns.words[column]?.text ?? ''] as const;
    this.#cell.textContent = isMaskedCell(map, cell)
      ? l10n.t('{0} does not read {1}: it comes later and is hidden by the mask', ...names)
      : l10n.t('{0} reads {1}: {2}', ...names, this.#page.numbers.decimal(weight, 3));
  }

  #at({ x, y }: { x: number; y: number }): Pointed {
    const point = { x: x - this.#room.left, y: y - this.#room.top };
    return { cell: this.#map && pointedAt(this.#camera, point, matrixSize(this.#map)), point };
  }

  #key(event: KeyboardEvent): void {
    const map = this.#map;
    if (!map || event.altKey || event.metaKey) return;
    const shape = matrixSize(map);
    const page = Math.max(1, Math.floor(this.#area.height / this.#camera.size) - 1);
    const to = cellForKey(this.#focused ?? { row: 0, column: 0 }, event, shape, page);
    const others: Record<string, () => void> = {
      Enter: () => this.#focused && this.#events.open(this.#focused),
      Escape: () => (this.#fitted ? this.#events.focus(null) : this.fit()),
      '+': () => this.zoom(ZOOM_STEP),
      '=': () => this.zoom(ZOOM_STEP),
      '-': () => this.zoom(1 / ZOOM_STEP),
      '0': () => this.fit(),
    };
    const action = to ? () => this.#events.focus(to) : others[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }
}
