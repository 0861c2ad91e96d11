export interface Sparkline {
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
export function sparkline(bits: readonly number[], width: number, height: number): Sparkline {
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

/** Lengths of bars for log-probabilities, 0 to 1: the most doubtful one has 1. */
export function uncertaintyShares(logProbabilities: readonly number[]): number[] {
  const deepest = Math.max(...logProbabilities.map((value) => -value), Number.MIN_VALUE);
  return logProbabilities.map((value) => Math.min(1, Math.max(0, -value / deepest)));
}
