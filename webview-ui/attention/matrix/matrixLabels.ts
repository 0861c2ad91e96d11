import { svg } from '../../kit/dom.js';
import { cellGap, visibleRange, labelStep, type Camera, type AreaSize } from './matrixGeometry.js';
import { graphemes } from '../../../src/text/excerpt.js';
import type { Cell } from '../model/cell.js';

/** Between the baselines of two labels, CSS pixels. */
const LEADING = 14;

export interface LabelsInput {
  rows: readonly string[];
  columns: readonly string[];
  /** of the drawing's corner */
  room: { left: number; top: number };
  camera: Camera;
  area: AreaSize;
  /** what is looked at; −1: nothing */
  active: Cell | null;
  /** the words that the editor's cursor stands in */
  cursor: Cell | null;
}

/** Labels that are in sight, and those that are looked at. */
interface PlacedLabel {
  index: number;
  at: number;
  name: string;
}

/** Which labels of one side are drawn: every so many, the active one and the cursor's always, its neighbours not. */
export function placeLabels(
  origin: number,
  size: number,
  room: number,
  count: number,
  active: number,
  cursor: number,
): PlacedLabel[] {
  const step = labelStep(size, LEADING);
  const { from, to } = visibleRange(origin, size, room, count);
  const middle = (index: number) => origin + (index + 0.5) * size - cellGap(size) / 2;
  const always = [active, cursor].filter((index) => index >= 0 && index < count);
  const labels: PlacedLabel[] = [];
  for (let index = Math.ceil(from / step) * step; index < to; index += step) {
    const isNear = always.some((other) => other !== index && Math.abs(other - index) * size < LEADING);
    if (!isNear && !always.includes(index)) labels.push({ index, at: middle(index), name: 'label' });
  }
  if (cursor >= 0 && cursor < count && cursor !== active) {
    const isNear = active >= 0 && Math.abs(cursor - active) * size < LEADING;
    if (!isNear) labels.push({ index: cursor, at: middle(cursor), name: 'label cursor' });
  }
  if (active >= 0 && active < count) {
    labels.push({
      index: active,
      at: middle(active),
      name: active === cursor ? 'label active cursor' : 'label active',
    });
  }
  return labels.filter(({ at }) => at >= -1 && at <= room + 1);
}

/** The labels on both sides; elements are used again, for they are drawn anew at every step of the pointer. */
export class MatrixLabels {
  readonly #rows = svg('g.rows');
  readonly #columns = svg('g.columns');
  readonly element = svg('svg.labels', { attributes: { 'aria-hidden': true } }, this.#rows, this.#columns);

  draw({ rows, columns, room, camera, area, active, cursor }: LabelsInput): void {
    const { size, x, y } = camera;
    const down = placeLabels(y, size, area.height, rows.length, active?.row ?? -1, cursor?.row ?? -1);
    const across = placeLabels(x, size, area.width, columns.length, active?.column ?? -1, cursor?.column ?? -1);
    const edge = room.left + Math.max(0, x) - 8;
    reuse(this.#rows, down, (text, { index, at, name }) => {
      set(text, name, rows[index] ?? '');
      text.setAttribute('x', String(edge));
      text.setAttribute('y', String(room.top + at));
    });
    const base = room.top - 7;
    reuse(this.#columns, across, (text, { index, at, name }) => {
      set(text, name, columns[index] ?? '');
      text.setAttribute('transform', `translate(${room.left + at + 3} ${base}) rotate(-60)`);
    });
  }
}

function set(text: Element, name: string, label: string): void {
  if (text.getAttribute('class') !== name) text.setAttribute('class', name);
  if (text.textContent !== label) text.textContent = label;
}

function reuse(
  group: SVGElement,
  labels: readonly PlacedLabel[],
  place: (text: Element, label: PlacedLabel) => void,
): void {
  while (group.childElementCount > labels.length) group.lastElementChild?.remove();
  while (group.childElementCount < labels.length) group.append(svg('text'));
  labels.forEach((label, index) => place(group.children[index]!, label));
}

/** What stands beside the rows and above the columns. */
export interface LabelNames {
  rows: string[];
  columns: string[];
}

/** How wide a label is in bold, as the one that is looked at; CSS pixels. */
function boldWidths(font: string): (label: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return (label) => label.length * 7;
  context.font = `600 ${font}`;
  return (label) => context.measureText(label).width;
}

/** Widths of the widest labels, CSS pixels; of long lists the longest strings are measured. */
export function widestLabels({ rows, columns }: LabelNames, font: string): [number, number] {
  const width = boldWidths(font);
  const widest = (labels: readonly string[]) => {
    const longest = [...labels].sort((a, b) => b.length - a.length).slice(0, 12);
    return Math.max(0, ...longest.map(width));
  };
  return [widest(rows), widest(columns)];
}

/**
 * Labels that fit into the room that there is, in bold too; what is too long ends in an ellipsis.
 * @param widest of both sides, as `widestLabels` measured them; with the room in CSS pixels
 */
export function fitLabels(
  { rows, columns }: LabelNames,
  [widestRow, widestColumn]: readonly [number, number],
  room: { row: number; column: number },
  font: string,
): LabelNames {
  const width = boldWidths(font);
  const fit = (labels: string[], widest: number, most: number) =>
    widest <= most ? labels : labels.map((label) => (width(label) <= most ? label : cutToWidth(label, most, width)));
  return { rows: fit(rows, widestRow, room.row), columns: fit(columns, widestColumn, room.column) };
}

function cutToWidth(label: string, most: number, width: (label: string) => number): string {
  const characters = graphemes(label);
  const cut = (count: number) => `${characters.slice(0, count).join('')}…`;
  let count = characters.length - 1;
  while (count > 1 && width(cut(count)) > most) count--;
  return cut(count);
}
