/** Ranks from 1, smallest first; equal values share the mean of their ranks. */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) ranks[order[i]!] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

/**
 * Spearman's rank correlation: Pearson's of the ranks, ties by their mean rank (Kendall and Gibbons 1990, chapter 3).
 * @returns −1 to 1; null where it is undefined: fewer than two pairs, or no difference within one of the lists
 * @throws RangeError for lists of different lengths
 */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  if (a.length !== b.length) throw new RangeError(`Ranks of ${a.length} and of ${b.length} values cannot be paired.`);
  const n = a.length;
  for (let i = 0; i < n; i++) if (Number.isNaN(a[i]) || Number.isNaN(b[i])) return null;
  const x = averageRanks(a);
  const y = averageRanks(b);
  const mean = (n + 1) / 2;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < n; i++) {
    xy += (x[i]! - mean) * (y[i]! - mean);
    xx += (x[i]! - mean) ** 2;
    yy += (y[i]! - mean) ** 2;
  }
  if (xx === 0 || yy === 0) return null;
  return Math.min(1, Math.max(-1, xy / Math.sqrt(xx * yy)));
}
