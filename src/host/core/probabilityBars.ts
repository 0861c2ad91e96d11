import { decimalFormat, formatShare } from '../../text/numbers.js';

/** Full cell, and seven eighths down to one eighth of it. */
const CELLS = ['█', '▉', '▊', '▋', '▌', '▍', '▎', '▏'] as const;
const FIGURE_SPACE = '\u2007';

/** How many cells a full bar has: as many as find room in a narrow window. */
const WIDTH = 12;

const SCALES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

/** The probability that a full bar stands for: the next round figure, so that the bars of one list compare. */
export function scaleFor(probabilities: readonly number[]): number {
  const largest = Math.max(0, ...probabilities);
  return SCALES.find((scale) => scale >= largest) ?? 1;
}

/** A bar of block characters, `scale` being the full width. */
export function textBar(probability: number, scale: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, probability / scale)) * WIDTH * 8);
  const rest = eighths % 8;
  return CELLS[0].repeat((eighths - rest) / 8) + (rest === 0 ? '' : CELLS[8 - rest]);
}

/** A probability in per cent with as many digits as say something: 35.4 %, 0.052 %, < 0.001 %. */
export function formatPercent(probability: number, locale = 'en'): string {
  const digits = probability >= 0.001 || probability === 0 ? 1 : 3;
  // A row of a list is never wrapped.
  return formatShare(probability, digits, decimalFormat(locale)).replaceAll('\u00a0', ' ');
}

/**
 * The figure, then its bar. In this order the figures of a list stand below each other in a proportional font, whose
 * spaces and blocks differ in width, and a screen reader says the figure before the blocks.
 */
export function figureWithBar(probability: number, scale: number, locale?: string): string {
  const figure = formatPercent(probability, locale).padStart('100.0 %'.length, FIGURE_SPACE);
  return `${figure}  ${textBar(probability, scale)}`.trimEnd();
}
