import { expNonPositive, massOf, maximum } from '../../maths/softmax.js';
import type { Random } from './random.js';

/**
 * Draws one token from softmax(scores), by one uniform number.
 * @param mass of the scores, where it is known
 * @returns −1 when every score is −Infinity
 */
export function multinomial(scores: Float32Array, random: Random, { max, sum } = massOf(scores)): number {
  const uniform = random.uniform();
  if (max === -Infinity) return -1;
  let rest = uniform * sum;
  let last = -1;
  for (let id = 0; id < scores.length; id++) {
    const weight = expNonPositive(scores[id]! - max);
    if (weight === 0) continue;
    last = id;
    rest -= weight;
    if (rest < 0) return id;
  }
  return last;
}

/** Scores of one row, all to be raised by the same. */
export interface RaisedScores {
  scores: Float32Array;
  raise: number;
}

/**
 * Draws different tokens of several rows, one after the other from the softmax over all rows without putting back, as
 * PyTorch's multinomial draws them.
 * @returns fewer than `count` when fewer have a probability above 0
 */
export function multinomialWithoutReplacement(
  rows: readonly RaisedScores[],
  count: number,
  random: Random,
): { row: number; id: number }[] {
  const drawn: { row: number; id: number }[] = [];
  const max = Math.max(...rows.map(({ scores, raise }) => maximum(scores) + raise));
  if (max === -Infinity) return drawn;
  const weights = rows.map(({ scores, raise }) => weightsOf(scores, max - raise));
  const sums = weights.map(sumOf);
  while (drawn.length < count) {
    let rest = random.uniform() * sums.reduce((sum, one) => sum + one, 0);
    const row = firstWithin(sums, rest);
    if (row < 0) break;
    for (let before = 0; before < row; before++) rest -= sums[before]!;
    const own = weights[row]!;
    const id = firstWithin(own, rest);
    own[id] = 0;
    // Summed anew: subtracting what was drawn would leave rounding errors as large as the rare tokens.
    sums[row] = sumOf(own);
    drawn.push({ row, id });
  }
  return drawn;
}

/** The first index up to which the weights sum to more than this; the last with a weight when they never do. */
function firstWithin(weights: ArrayLike<number>, mass: number): number {
  let rest = mass;
  let last = -1;
  for (let index = 0; index < weights.length; index++) {
    const weight = weights[index]!;
    if (weight === 0) continue;
    last = index;
    rest -= weight;
    if (rest < 0) break;
  }
  return last;
}

function weightsOf(scores: Float32Array, max: number): Float64Array {
  const weights = new Float64Array(scores.length);
  for (let id = 0; id < scores.length; id++) weights[id] = expNonPositive(Math.min(0, scores[id]! - max));
  return weights;
}

function sumOf(weights: Float64Array): number {
  let sum = 0;
  for (let id = 0; id < weights.length; id++) sum += weights[id]!;
  return sum;
}
