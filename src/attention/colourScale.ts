export const WEIGHT_SCALES = ['linear', 'sqrt', 'log'] as const;

/** How a weight becomes a depth of colour. */
export type WeightScale = (typeof WEIGHT_SCALES)[number];

/** The logarithmic scale begins here, at a weight of 0.0001; what is smaller has no colour. */
const DECADES = 4;

/**
 * Gives the depth of colour of a weight, 0 to 1; a larger weight never has less.
 * @param weight 0 to 1; what lies outside, as after rounding, is taken as the nearer end, NaN as 0
 */
export function colourDepth(scale: WeightScale, weight: number): number {
  const share = weight > 0 ? Math.min(1, weight) : 0;
  switch (scale) {
    case 'linear':
      return share;
    case 'sqrt':
      return Math.sqrt(share);
    case 'log':
      return share > 0 ? Math.max(0, 1 + Math.log10(share) / DECADES) : 0;
  }
}

/** The weight that has this depth of colour; on the logarithmic scale the largest of them at 0. */
export function weightAtDepth(scale: WeightScale, depth: number): number {
  switch (scale) {
    case 'linear':
      return depth;
    case 'sqrt':
      return depth * depth;
    case 'log':
      return 10 ** (DECADES * (depth - 1));
  }
}

/** Round weights for a scale's legend. */
const TICKS: Record<WeightScale, readonly number[]> = {
  linear: [0, 0.25, 0.5, 0.75, 1],
  sqrt: [0, 0.05, 0.25, 0.5, 1],
  log: [0.0001, 0.001, 0.01, 0.1, 1],
};

/** A legend's marks: weights and where they stand, 0 at its beginning, 1 at its end. */
export function scaleTicks(scale: WeightScale): { weight: number; at: number }[] {
  return TICKS[scale].map((weight) => ({ weight, at: colourDepth(scale, weight) }));
}
