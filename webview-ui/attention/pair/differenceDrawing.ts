import * as l10n from '@vscode/l10n';
import type { MapDifference } from '../../../src/attention/mapDifference.js';
import { svg } from '../../kit/dom.js';
import { type Colours, css, signedColour } from '../../kit/colours.js';
import { weightText, type Numbers } from '../../kit/numbers.js';
import { clipToWidth, widthInEms } from '../../kit/textMeasure.js';
import { cellGap, labelStep } from '../matrix/matrixGeometry.js';
import type { Cell } from '../model/cell.js';

export interface DifferenceInput {
  difference: MapDifference;
  /** of the matched rows and columns */
  rows: readonly string[];
  columns: readonly string[];
  /** the difference, positive or negative, that has the full colour */
  limit: number;
  colours: Colours;
  decimal: Numbers['decimal'];
}

export interface DifferenceEvents {
  /** pointed at, as pairs of rows and columns; null: no longer */
  point: (cell: Cell | null) => void;
  choose: (cell: Cell) => void;
}

/** Sizes in the drawing's own units, which are CSS pixels at its natural size. */
const FONT = 11;
const LONGEST_EMS = 9;
const FIELD = 460;
const CELLS = { least: 3, most: 24 } as const;
const LEADING = 13;
/** Steps of the colour to each side of zero. */
const LEVELS = 64;
const SAMPLES = 9;
const SAMPLE = 18;
/** Room under the cells for the legend. */
const FOOT = 52;

interface Geometry {
  size: number;
  left: number;
  top: number;
  rows: number;
  columns: number;
}

/** This map less the other where their words match: a diverging scale around zero, with its legend. */
export class DifferenceDrawing {
  readonly #marks = svg('g.marks');
  readonly element = svg('svg.difference', { attributes: { role: 'img' } });
  #geometry: Geometry = { size: 1, left: 0, top: 0, rows: 0, columns: 0 };
  #width = 1;

  constructor(events: DifferenceEvents) {
    this.element.addEventListener('pointermove', (event) => events.point(this.#at(event)));
    this.element.addEventListener('pointerleave', () => events.point(null));
    this.element.addEventListener('click', (event) => {
      const cell = this.#at(event);
      if (cell) events.choose(cell);
    });
  }

  update(input: DifferenceInput, label: string): void {
    const rows = input.rows.map((text) => clipToWidth(text, LONGEST_EMS));
    const columns = input.columns.map((text) => clipToWidth(text, LONGEST_EMS));
    const longest = (labels: readonly string[]) => Math.ceil(FONT * Math.max(2, ...labels.map(widthInEms)));
    const most = Math.max(1, rows.length, columns.length);
    const size = Math.max(CELLS.least, Math.min(CELLS.most, Math.floor(FIELD / most)));
    const left = longest(rows) + 10;
    const top = Math.ceil(longest(columns) * Math.sin(Math.PI / 3)) + 14;
    this.#geometry = { size, left, top, rows: rows.length, columns: columns.length };
    const width = Math.max(left + columns.length * size + Math.ceil(longest(columns) * 0.5), 260);
    const height = top + rows.length * size + FOOT;
    this.#width = width;
    this.element.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.element.setAttribute('aria-label', label);
    this.element.style.setProperty('--natural', `${width}px`);
    this.#marks.replaceChildren();
    this.element.replaceChildren(
      svg('g.cells', { attributes: { transform: `translate(${left} ${top})` } }, ...drawCells(input, size)),
      axis(rows, size, (middle) => ({ x: left - 6, y: top + middle + 4, 'text-anchor': 'end' })),
      axis(columns, size, (middle) => ({ transform: `translate(${left + middle + 3} ${top - 6}) rotate(-60)` })),
      legend(input, top + rows.length * size + 12),
      this.#marks,
    );
  }

  /** The cell that is looked at; null: none. */
  mark(cell: Cell | null): void {
    const { size, left, top } = this.#geometry;
    const isThere = cell && cell.row >= 0 && cell.column >= 0;
    const place = isThere && { x: left + cell.column * size - 1, y: top + cell.row * size - 1 };
    const side = Math.max(4, size - cellGap(size) + 2);
    this.#marks.replaceChildren(
      ...(place ? [svg('rect', { attributes: { ...place, width: side, height: side } })] : []),
    );
  }

  #at({ clientX, clientY }: MouseEvent): Cell | null {
    const { size, left, top, rows, columns } = this.#geometry;
    const box = this.element.getBoundingClientRect();
    if (box.width === 0) return null;
    const unit = this.#width / box.width;
    const row = Math.floor(((clientY - box.top) * unit - top) / size);
    const column = Math.floor(((clientX - box.left) * unit - left) / size);
    return row >= 0 && column >= 0 && row < rows && column < columns ? { row, column } : null;
  }
}

/** One path for each depth of colour; what a mask hides is struck through. */
function drawCells({ difference, limit, colours }: DifferenceInput, size: number): SVGElement[] {
  const { values, columns } = difference;
  const gap = cellGap(size);
  const paths = new Map<number, string>();
  let struck = '';
  values.forEach((value, at) => {
    const x = (at % columns.length) * size;
    const y = Math.floor(at / columns.length) * size;
    if (Number.isNaN(value)) {
      struck += `M${x + 1} ${y + size - gap - 1}L${x + size - gap - 1} ${y + 1}`;
      return;
    }
    const level = Math.round(LEVELS * Math.max(-1, Math.min(1, value / limit)));
    paths.set(level, (paths.get(level) ?? '') + square(x, y, size - gap, level / LEVELS, colours));
  });
  const cells = [...paths].map(([level, d]) =>
    svg('path', { attributes: { d, ...signedPaint(level / LEVELS, colours) } }),
  );
  const stroke = { fill: 'none', stroke: css(colours.dim), 'stroke-opacity': 0.5, 'stroke-width': 1 };
  return struck === '' ? cells : [...cells, svg('path.masked', { attributes: { d: struck, ...stroke } })];
}

/** A cell; with high contrast its size grows with the difference, so that colour is not needed. */
function square(x: number, y: number, room: number, share: number, { contrast }: Colours): string {
  const side = contrast ? room * Math.sqrt(Math.abs(share)) : room;
  const inset = (room - side) / 2;
  const number = (value: number) => Math.round(value * 100) / 100;
  return `M${number(x + inset)} ${number(y + inset)}h${number(side)}v${number(side)}h${number(-side)}z`;
}

/** No meaning by colour alone: with high contrast what is less here is an empty square. */
function signedPaint(share: number, colours: Colours): Record<string, string> {
  if (colours.contrast && share < 0) return { fill: 'none', stroke: css(colours.foreground), 'stroke-width': '1' };
  return { fill: css(signedColour(colours, share)) };
}

function axis(
  labels: readonly string[],
  size: number,
  place: (middle: number) => Record<string, string | number>,
): SVGElement {
  const step = labelStep(size, LEADING);
  return svg(
    'g.names',
    {},
    ...labels.map((label, index) => {
      if (index % step !== 0) return null;
      const attributes = { ...place((index + 0.5) * size - cellGap(size) / 2), 'font-size': FONT };
      return svg('text', { attributes }, label);
    }),
  );
}

/** Squares from the largest difference below zero to the largest above, with their figures. */
function legend({ limit, colours, decimal }: DifferenceInput, top: number): SVGElement {
  const left = 8;
  const width = SAMPLES * SAMPLE;
  const samples = Array.from({ length: SAMPLES }, (_, at) => {
    const share = (2 * at) / (SAMPLES - 1) - 1;
    const d = square(left + at * SAMPLE, top, SAMPLE - 2, share, colours);
    return svg('path', { attributes: { d, ...signedPaint(share, colours) } });
  });
  const text = (x: number, y: number, anchor: string, label: string) =>
    svg('text', { attributes: { x, y, 'text-anchor': anchor, 'font-size': 10 } }, label);
  const figure = (value: number) => (value > 0 ? '+' : '') + weightText(value, decimal);
  const below = top + SAMPLE + 10;
  return svg(
    'g.names',
    {},
    ...samples,
    text(left, below, 'start', figure(-limit)),
    text(left + width / 2 - 1, below, 'middle', figure(0)),
    text(left + width - 2, below, 'end', figure(limit)),
    text(left + width + 10, top + 13, 'start', l10n.t('this − other')),
  );
}
