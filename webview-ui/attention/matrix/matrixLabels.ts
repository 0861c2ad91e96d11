import { svg } from '../../kit/dom.js';
import { cellGap, visibleRange, labelStep, type Camera, type AreaSize } from './matrixGeometry.js';
import type { Cell } from '../model/cell.js';

/** Between the baselines of two labels, CSS pixels. */
const LEADING = 14;

export interface LabelsInput {
  rows: readonly string[];
  columns: readonly string[];
  /** what stands before the rows' labels, fainter */
  reads: readonly string[] | null;
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

  draw({ rows, columns, reads, room, camera, area, active, cursor }: LabelsInput): void {
    const { size, x, y } = camera;
    const down = placeLabels(y, size, area.height, rows.length, active?.row ?? -1, cursor?.row ?? -1);
    const across = placeLabels(x, size, area.width, columns.length, active?.column ?? -1, cursor?.column ?? -1);
    const edge = room.left + Math.max(0, x) - 8;
    reuse(this.#rows, down, (text, { index, at, name }) => {
      set(text, name, rows[index] ?? '', reads?.[index]);
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

function set(text: Element, name: string, label: string, before = ''): void {
  if (text.getAttribute('class') !== name) text.setAttribute('class', name);
  if (text.textContent === before + label) return;
  text.textContent = label;
  if (before !== '') text.prepend(svg('tspan.before', {}, before));
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

/** Widths of the widest labels, CSS pixels; of long lists the longest strings are measured. */
export function widestLabels(
  { rows, columns, reads }: { rows: string[]; columns: string[]; reads: string[] | null },
  font: string,
): [number, number] {
  const context = document.createElement('canvas').getContext('2d');
  const measure = (labels: readonly string[]) => {
    const longest = [...labels].sort((a, b) => b.length - a.length).slice(0, 12);
    if (!context) return Math.max(0, ...longest.map((label) => label.length * 7));
    context.font = `600 ${font}`;
    return Math.max(0, ...longest.map((label) => context.measureText(label).width));
  };
  return [measure(reads ? rows.map((label, row) => `${reads[row] ?? ''}${label}`) : rows), measure(columns)];
}
