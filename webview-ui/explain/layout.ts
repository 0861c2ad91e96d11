import type { GenerationStep, Span } from '../../src/protocol/index.js';

export type Scale = 'linear' | 'log';

export interface Tick {
  /** the probability it stands for */
  value: number;
  /** its place, 0 at the left end, 1 at the right */
  at: number;
}

/** An axis of probabilities. */
export interface Axis {
  /** a probability's place, 0 to 1 */
  place: (probability: number) => number;
  ticks: Tick[];
}

/** Ends of a linear axis; their halves are round numbers too. */
const ROUND_ENDS = [0.01, 0.02, 0.04, 0.06, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1];

/** A logarithmic axis reaches at most this many powers of ten down; what is less likely has no bar. */
const MOST_DECADES = 6;

/** The axis on which these probabilities compare well: linear from 0 to a round end, logarithmic up to 1. */
export function axisFor(scale: Scale, probabilities: readonly number[]): Axis {
  switch (scale) {
    case 'linear':
      return linearAxis(Math.max(0, ...probabilities));
    case 'log':
      return logAxis(Math.min(1, ...probabilities.filter((probability) => probability > 0)));
  }
}

function linearAxis(highest: number): Axis {
  const end = ROUND_ENDS.find((round) => round >= highest) ?? 1;
  return {
    place: (probability) => clamp(probability / end),
    ticks: [0, 0.5, 1].map((at) => ({ value: at * end, at })),
  };
}

function logAxis(lowest: number): Axis {
  // The smallest bar still has some length: the axis begins a power of ten below it when it lies on one.
  const decades = Math.min(MOST_DECADES, Math.max(1, Math.floor(-Math.log10(lowest)) + 1));
  const every = decades > 3 ? 2 : 1; // labels of more would run into each other
  const powers = Array.from({ length: Math.floor(decades / every) + 1 }, (_, index) => -index * every).reverse();
  return {
    place: (probability) => (probability > 0 ? clamp(1 + Math.log10(probability) / decades) : 0),
    ticks: powers.map((power) => ({ value: Number(`1e${power}`), at: 1 + power / decades })),
  };
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** Lower ends of the classes of probability, falling; the last class has none. */
export const LEVEL_BOUNDS = [0.5, 0.1, 0.01] as const;

/** The class of a probability: 0 expected, 1 likely, 2 unlikely, 3 a long shot; the thicker its underline. */
export function levelOf(probability: number): number {
  const level = LEVEL_BOUNDS.findIndex((bound) => probability >= bound);
  return level < 0 ? LEVEL_BOUNDS.length : level;
}

/** What a token tells: −log2 of its probability (Shannon 1948), in bits; at most that of the smallest double. */
export function surpriseOf(probability: number): number {
  return probability >= 1 ? 0 : -Math.log2(Math.max(probability, Number.MIN_VALUE));
}

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

/** A token's text in three parts: only the middle one is underlined, white space around it is not. */
export function inkOf(text: string): { before: string; ink: string; after: string } {
  const ink = text.trim();
  if (ink === '') return { before: '', ink: text, after: '' };
  const start = text.indexOf(ink);
  return { before: text.slice(0, start), ink, after: text.slice(start + ink.length) };
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

/** Whether any processor changed what the model said: then both figures are worth a column. */
export function wasFiltered(steps: readonly GenerationStep[]): boolean {
  return steps.some(({ alternatives }) =>
    alternatives.some(({ probability, filteredProbability }) => Math.abs(probability - filteredProbability) > 0.0005),
  );
}

/** Lengths of bars for log-probabilities, 0 to 1: the most doubtful one has 1. */
export function doubts(logProbabilities: readonly number[]): number[] {
  const deepest = Math.max(...logProbabilities.map((value) => -value), Number.MIN_VALUE);
  return logProbabilities.map((value) => clamp(-value / deepest));
}
