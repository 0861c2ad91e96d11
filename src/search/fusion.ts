/**
 * Scores of the same passages by words and by meaning made one: each list in its own standard deviations from its own mean,
 * added up. Reciprocal rank fusion (Cormack et al. 2009), which is usual for this, knows only that a passage is second, and
 * not that the first is far ahead of it: on 200 questions over FairytaleQA's tales its mean reciprocal rank is below that of
 * the words alone (0.641 with k = 60, words 0.648, meaning 0.554), and that of these sums above (0.696; bench/README.md).
 */
export function fused(lists: readonly ArrayLike<number>[]): Float32Array {
  const sums = new Float32Array(lists[0]?.length ?? 0);
  for (const scores of lists) {
    const { mean, spread } = spreadOf(scores);
    // Scores that are all the same tell nothing.
    if (spread === 0) continue;
    for (let at = 0; at < sums.length; at++) sums[at]! += (scores[at]! - mean) / spread;
  }
  return sums;
}

/** Mean and standard deviation of a whole list. */
function spreadOf(scores: ArrayLike<number>): { mean: number; spread: number } {
  let sum = 0;
  for (let at = 0; at < scores.length; at++) sum += scores[at]!;
  const mean = sum / scores.length;
  let squares = 0;
  for (let at = 0; at < scores.length; at++) squares += (scores[at]! - mean) ** 2;
  return { mean, spread: Math.sqrt(squares / scores.length) };
}

/** The rank of a score among all, from 1; equal ones share it. */
export function rankOf(scores: ArrayLike<number>, score: number): number {
  let better = 0;
  for (let at = 0; at < scores.length; at++) if (scores[at]! > score) better += 1;
  return better + 1;
}
