import type { Span } from '../../src/protocol/engine/index.js';

export interface Spark {
  /** SVG path data of the line in a box of `width` by `height` */
  path: string;
  /** the same, closed along the box's lower edge */
  area: string;
  /** bits at the top of the box: an even number */
  top: number;
  mean: number;
  /** index of the most surprising token, −1 without tokens */
  peak: number;
}

/** The line of surprise. Each token is a level stretch as wide as any other: there is nothing between two tokens. */
export function sparkOf(bits: readonly number[], width: number, height: number): Spark {
  const highest = Math.max(0, ...bits);
  const top = Math.max(2, Math.ceil(highest / 2) * 2);
  const x = (index: number) => round((index * width) / Math.max(1, bits.length));
  const y = (value: number) => round(height * (1 - value / top));
  const path = bits.map((value, index) => `${index === 0 ? 'M0 ' : 'V'}${y(value)}H${x(index + 1)}`).join('');
  return {
    path,
    area: path === '' ? '' : `${path}V${height}H0Z`,
    top,
    mean: bits.reduce((sum, value) => sum + value, 0) / Math.max(1, bits.length),
    peak: bits.length > 0 ? bits.indexOf(highest) : -1,
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The end of a long text, from the beginning of a word on, with an ellipsis for the rest; at most `longest` UTF-16 units. */
export function tailOf(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const tail = text.slice(-longest + 1);
  const word = /(?<=\s)\S/.exec(tail)?.index ?? (/^[\uDC00-\uDFFF]/.test(tail) ? 1 : 0);
  return `…${tail.slice(word)}`;
}

/** A stretch of a text; `mark` counts the marked ones from 0 and is null between them. */
export interface Stretch {
  text: string;
  mark: number | null;
}

/** A text cut at places in it, in order; places that overlap or lie outside are left out. */
export function stretches(text: string, places: readonly Span[]): Stretch[] {
  const parts: Stretch[] = [];
  let from = 0;
  places.forEach(({ start, end }, mark) => {
    if (start < from || end > text.length) return;
    if (start > from) parts.push({ text: text.slice(from, start), mark: null });
    parts.push({ text: text.slice(start, end), mark });
    from = end;
  });
  if (from < text.length) parts.push({ text: text.slice(from), mark: null });
  return parts;
}

/** Lengths of bars for log-probabilities, 0 to 1: the most doubtful one has 1. */
export function doubts(logProbabilities: readonly number[]): number[] {
  const deepest = Math.max(...logProbabilities.map((value) => -value), Number.MIN_VALUE);
  return logProbabilities.map((value) => Math.min(1, Math.max(0, -value / deepest)));
}
