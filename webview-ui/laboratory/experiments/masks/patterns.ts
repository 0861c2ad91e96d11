import { Random } from '../../../../src/decoding/sampling/random.js';
import { sampleOf } from '../../model/sampleOf.js';

/** Who may read whom. */
export const PATTERNS = ['own', 'bidirectional', 'causal', 'rightToLeft', 'prefix', 'permutation'] as const;
export type Pattern = (typeof PATTERNS)[number];

/** The order in which a permutation language model predicts tokens (XLNet): `order[k]` is the place of token k in it. */
export function permutationOrder(count: number, seed: number): number[] {
  const random = new Random(seed);
  const left = Array.from({ length: count }, (_, index) => index);
  const order: number[] = Array<number>(count).fill(0);
  for (let place = 0; place < count; place++) {
    const [token = 0] = sampleOf(left, 1, () => random.uniform());
    left.splice(left.indexOf(token), 1);
    order[token] = place;
  }
  return order;
}

/**
 * Whether the token in a row may read the one in a column.
 * @param split how many tokens the prefix has
 * @param order of a permutation; a token sees itself, as in XLNet's content stream
 */
export function maySee(
  pattern: Exclude<Pattern, 'own'>,
  row: number,
  column: number,
  { split, order }: { split: number; order: readonly number[] },
): boolean {
  switch (pattern) {
    case 'bidirectional':
      return true;
    case 'causal':
      return column <= row;
    case 'rightToLeft':
      return column >= row;
    case 'prefix':
      return column < split || column <= row;
    case 'permutation':
      return (order[column] ?? 0) <= (order[row] ?? 0);
  }
}

/** Softmax of a row of scores over what may be read; what may not gets exactly 0. */
export function maskedSoftmax(scores: readonly number[], allowed: readonly boolean[]): number[] {
  const most = Math.max(...scores.filter((_, at) => allowed[at]));
  const powers = scores.map((score, at) => (allowed[at] ? Math.exp(score - most) : 0));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
