export type AxisScale = 'linear' | 'log';

export interface AxisTick {
  /** the probability it stands for */
  value: number;
  /** its place, 0 at the left end, 1 at the right */
  at: number;
}

/** An axis of probabilities. */
export interface ProbabilityAxis {
  /** a probability's place, 0 to 1 */
  positionOf: (probability: number) => number;
  ticks: AxisTick[];
}

/** Ends of a linear axis; their halves are round numbers too. */
const ROUND_ENDS = [0.01, 0.02, 0.04, 0.06, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1];

/** A logarithmic axis reaches at most this many powers of ten down; what is less likely has no bar. */
const MOST_DECADES = 6;

/** How many times a power of ten is little above it. */
const ABOVE = 1.5;

/** The axis on which these probabilities compare well: linear from 0 to a round end, logarithmic up to 1. */
export function probabilityAxis(scale: AxisScale, probabilities: readonly number[]): ProbabilityAxis {
  switch (scale) {
    case 'linear':
      return linearAxis(Math.max(0, ...probabilities));
    case 'log':
      return logAxis(Math.min(1, ...probabilities.filter((probability) => probability > 0)));
  }
}

function linearAxis(highest: number): ProbabilityAxis {
  const end = ROUND_ENDS.find((round) => round >= highest) ?? 1;
  return {
    positionOf: (probability) => clamp(probability / end),
    ticks: [0, 0.5, 1].map((at) => ({ value: at * end, at })),
  };
}

function logAxis(lowest: number): ProbabilityAxis {
  // The smallest bar still has some length: the axis begins a power of ten below one that it lies on or little above.
  const decades = Math.min(MOST_DECADES, Math.max(1, Math.floor(-Math.log10(lowest / ABOVE)) + 1));
  const every = decades > 3 ? 2 : 1; // labels of more would run into each other
  const powers = Array.from({ length: Math.floor(decades / every) + 1 }, (_, index) => -index * every).reverse();
  return {
    positionOf: (probability) => (probability > 0 ? clamp(1 + Math.log10(probability) / decades) : 0),
    ticks: powers.map((power) => ({ value: Number(`1e${power}`), at: 1 + power / decades })),
  };
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
