import type { LabResult } from './labModel.js';

/** The drawing's own units. */
export const CURVE_SIZE = { width: 300, height: 84 } as const;

/** Probabilities below this are at the lower edge. */
const LEAST = 1e-7;
const POINTS = 140;

export interface RankCurve {
  /** SVG path data: the model's own probability by rank, and what is left of it, closed along the lower edge */
  own: string;
  left: string;
  /** where powers of ten lie: ranks on the x axis, probabilities on the y axis */
  ranks: { value: number; x: number }[];
  shares: { value: number; y: number }[];
}

/** Probability over rank, both axes logarithmic: the long tail of a vocabulary, and what filters bite off. */
export function rankCurve({ size, ownAt, leftAt }: LabResult): RankCurve {
  const { width, height } = CURVE_SIZE;
  const span = Math.log(Math.max(2, size));
  const decades = -Math.log10(LEAST);
  const x = (rank: number) => round((width * Math.log(rank + 1)) / span);
  const y = (logProbability: number) => round(height * Math.min(1, -logProbability / Math.LN10 / decades));
  const ranks = sampleRanks(size);
  const own = ranks.map((rank, at) => `${at === 0 ? 'M' : 'L'}${x(rank)} ${y(ownAt(rank))}`).join('');
  let left = '';
  let open = false;
  for (const [at, rank] of ranks.entries()) {
    const value = leftAt(rank);
    if (value === -Infinity) {
      if (open) left += `V${height}Z`;
      open = false;
      continue;
    }
    // A token has the width up to the next rank, so that a single one can be seen.
    const end = Math.min(width, x(ranks[at + 1] ?? rank + 1));
    left += `${open ? '' : `M${x(rank)} ${height}`}L${x(rank)} ${y(value)}H${end}`;
    open = true;
  }
  if (open) left += `V${height}Z`;
  const powers = (most: number) => Array.from({ length: Math.floor(most + 1e-9) + 1 }, (_, power) => power);
  return {
    own,
    left,
    ranks: powers(Math.log10(size)).map((power) => ({ value: 10 ** power, x: x(10 ** power - 1) })),
    shares: [0, 2, 4, 6].map((power) => ({ value: Number(`1e-${power}`), y: y(-power * Math.LN10) })),
  };
}

/** Ranks that lie evenly on a logarithmic axis, each once, the first and the last among them. */
export function sampleRanks(size: number): number[] {
  const ranks = new Set<number>();
  for (let at = 0; at < POINTS; at++) ranks.add(Math.round(size ** (at / (POINTS - 1))) - 1);
  return [...ranks].filter((rank) => rank < size);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
