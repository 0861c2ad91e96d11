import { expNonPositive, maximum } from '../maths/softmax.js';
import type { Random } from './random.js';

/**
 * One token from softmax(scores), by one uniform number.
 * @returns −1 when every score is −Infinity
 */
export function draw(scores: Float32Array, random: Random): number {
  const max = maximum(scores);
  const uniform = random.uniform();
  if (max === -Infinity) return -1;
  let sum = 0;
  for (let id = 0; id < scores.length; id++) sum += expNonPositive(scores[id]! - max);
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

/**
 * Different indices drawn one after the other from softmax(scores) without putting back, as PyTorch's multinomial.
 * @returns fewer than `count` when fewer have a probability above 0
 */
export function drawDifferent(
  scores: readonly Float32Array[],
  count: number,
  random: Random,
): { row: number; id: number }[] {
  const max = Math.max(...scores.map(maximum));
  const drawn: { row: number; id: number }[] = [];
  if (max === -Infinity) return drawn;
  const weights = scores.map((row) => Float64Array.from(row, (score) => expNonPositive(score - max)));
  while (drawn.length < count) {
    // Summed anew each time: subtracting what was drawn would leave rounding errors as large as the rare tokens.
    const sums = weights.map((row) => row.reduce((sum, weight) => sum + weight, 0));
    let rest = random.uniform() * sums.reduce((sum, one) => sum + one, 0);
    let row = sums.findIndex((sum) => (rest -= sum) < 0);
    if (row < 0) row = sums.findLastIndex((sum) => sum > 0);
    if (row < 0) break;
    rest += sums[row]!;
    const own = weights[row]!;
    let id = own.findIndex((weight) => (rest -= weight) < 0 && weight > 0);
    if (id < 0) id = own.findLastIndex((weight) => weight > 0);
    own[id] = 0;
    drawn.push({ row, id });
  }
  return drawn;
}
