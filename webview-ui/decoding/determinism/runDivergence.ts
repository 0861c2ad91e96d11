/** A run of the check: its tokens. */
export interface CheckedRun {
  ids: readonly number[];
  texts: readonly string[];
}

/**
 * Where runs part: the first index at which their tokens are not all the same. A run that ended before another parts
 * from it there.
 * @returns null when all are equal
 */
export function firstDivergence(runs: readonly CheckedRun[]): number | null {
  const [first, ...others] = runs;
  if (!first) return null;
  const longest = Math.max(...runs.map(({ ids }) => ids.length));
  for (let index = 0; index < longest; index++) {
    if (others.some(({ ids }) => ids[index] !== first.ids[index])) return index;
  }
  return null;
}
