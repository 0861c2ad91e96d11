import { topK } from '../../../src/maths/topK.js';
import { colourDepth, type WeightScale } from '../../../src/attention/colourScale.js';
import type { WeightMatrix } from '../../../src/attention/weightMatrix.js';

/** More lines than these are a tangle, and slow to draw. */
export const MOST_LINES = 300;

/** Lighter lines than this are not seen. */
const FAINTEST = 0.004;

/** A line from the word that reads to the word that is read. */
export interface AttentionLine {
  row: number;
  column: number;
  weight: number;
}

/** The strongest lines, falling, and how many there would be. */
export function strongestLines(
  { keys, values }: WeightMatrix,
  threshold: number,
  most = MOST_LINES,
): { lines: AttentionLine[]; count: number } {
  const least = Math.max(threshold, FAINTEST);
  let count = 0;
  for (const value of values) if (value >= least) count++;
  const lines = Array.from(topK(values, Math.min(most, count)), (at) => lineAt(keys, values, at));
  return { lines, count };
}

function lineAt(keys: number, values: Float32Array, at: number): AttentionLine {
  return { row: Math.floor(at / keys), column: at % keys, weight: values[at] ?? 0 };
}

/** All lines of one word, falling; `most` at most. */
export function linesOf(
  matrix: WeightMatrix,
  side: 'row' | 'column',
  index: number,
  threshold: number,
  most = 40,
): AttentionLine[] {
  const { queries, keys, values } = matrix;
  const least = Math.max(threshold, FAINTEST);
  const lines: AttentionLine[] = [];
  for (let i = 0; i < (side === 'row' ? keys : queries); i++) {
    const line = lineAt(keys, values, side === 'row' ? index * keys + i : i * keys + index);
    if (line.weight >= least) lines.push(line);
  }
  return lines.sort((a, b) => b.weight - a.weight).slice(0, most);
}

export interface LinesLayout {
  width: number;
  height: number;
  /** where words on the left end and words on the right begin */
  left: number;
  right: number;
  /** between two words of a side */
  pitch: number;
}

const PITCH = 22;
const LARGEST_PITCH = 34;
const MARGIN = 12;

/** Words of two sides, one under another, between them the lines. @param room that there is, CSS pixels */
export function linesLayout(rows: number, columns: number, room: { width: number; height: number }): LinesLayout {
  const { width } = room;
  const count = Math.max(1, rows, columns);
  // A short text fills the room there is.
  const pitch = Math.min(LARGEST_PITCH, Math.max(PITCH, Math.floor((room.height - 2 * MARGIN) / count)));
  const side = Math.min(150, width * 0.3);
  const drawn = Math.min(width, 720);
  return {
    width: drawn,
    height: MARGIN * 2 + count * pitch,
    left: side,
    right: drawn - side,
    pitch,
  };
}

export const wordHeight = ({ pitch }: LinesLayout, index: number) => MARGIN + (index + 0.5) * pitch;

/** The curve of a line: level at both ends. */
export function lineCurve(layout: LinesLayout, { row, column }: AttentionLine): string {
  const from = { x: layout.left + 8, y: wordHeight(layout, row) };
  const to = { x: layout.right - 8, y: wordHeight(layout, column) };
  const bend = (to.x - from.x) * 0.45;
  const round = (value: number) => Math.round(value * 10) / 10;
  return `M${round(from.x)} ${round(from.y)}C${round(from.x + bend)} ${round(from.y)} ${round(to.x - bend)} ${round(to.y)} ${round(to.x)} ${round(to.y)}`;
}

/** Thickness in CSS pixels. */
export function lineThickness(scale: WeightScale, weight: number, top: number): number {
  return Math.round((0.4 + 6.6 * colourDepth(scale, weight / top)) * 100) / 100;
}
