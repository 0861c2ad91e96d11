import type { GenerationStep } from '../../../src/protocol/engine/index.js';
import { surprisal } from '../../kit/probability.js';

/** The surprise of a run's tokens. */
export interface SurprisalLine {
  run: number;
  /** bits */
  bits: number[];
  texts: string[];
}

/** The picture's own size in pixels; `end` is kept free on the right for the numbers of the lines. */
export interface ChartFrame {
  width: number;
  height: number;
  end: number;
}

export interface ChartScales {
  /** the middle of a token's place */
  x: (index: number) => number;
  y: (bits: number) => number;
  /** bits at the top: an even number */
  top: number;
  /** tokens of the longest line */
  count: number;
}

/** Above this the picture is cut off: a single impossible token would flatten all others. */
const MOST_BITS = 20;

export function surprisalLineOf(run: number, steps: readonly GenerationStep[]): SurprisalLine {
  return { run, bits: steps.map(({ probability }) => surprisal(probability)), texts: steps.map(({ text }) => text) };
}

/** @param most tokens a line may still get; the picture does not stretch while runs stream */
export function chartScales(
  lines: readonly SurprisalLine[],
  { width, height, end }: ChartFrame,
  most = 0,
): ChartScales {
  const count = Math.max(1, most, ...lines.map(({ bits }) => bits.length));
  const highest = Math.max(0, ...lines.flatMap(({ bits }) => bits));
  const top = Math.min(MOST_BITS, Math.max(4, Math.ceil(highest / 2) * 2));
  return {
    top,
    count,
    x: (index) => round(count === 1 ? 0 : (index * (width - end)) / (count - 1)),
    y: (bits) => round(height * (1 - Math.min(bits, top) / top)),
  };
}

/** SVG path data of a line. */
export function linePath({ bits }: SurprisalLine, { x, y }: ChartScales): string {
  return bits.map((value, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${y(value)}`).join('');
}

/** Places for the numbers at the ends of lines, each as near to its line's end as the others let it; pixels. */
export function placeEndLabels(ends: readonly number[], height: number, apart: number): number[] {
  const order = ends.map((_, index) => index).sort((a, b) => (ends[a] ?? 0) - (ends[b] ?? 0));
  const placed = [...ends];
  let least = 0;
  for (const index of order) {
    placed[index] = Math.max(ends[index] ?? 0, least);
    least = (placed[index] ?? 0) + apart;
  }
  // Those that were pushed out below are pushed up again.
  let most = height;
  for (const index of order.toReversed()) {
    placed[index] = Math.min(placed[index] ?? 0, most);
    most = (placed[index] ?? 0) - apart;
  }
  return placed;
}

/** The token whose place is nearest. */
export function tokenAtX(x: number, { count }: ChartScales, { width, end }: ChartFrame): number {
  const index = Math.round((x / Math.max(1, width - end)) * (count - 1));
  return Math.min(count - 1, Math.max(0, index));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
