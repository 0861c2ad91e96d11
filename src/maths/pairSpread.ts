/** Values that are nearer than this are equal: the rest is rounding of vectors in 32 bits. */
const EQUAL = 1e-6;

/** Two items, and how near each measure says they are. */
export interface ComparedPair {
  a: number;
  b: number;
  /** of each measure */
  values: number[];
  /** the share of all pairs that the measure says are less near, from 0 to 1 */
  standings: number[];
  /** largest standing minus smallest */
  spread: number;
}

/**
 * All pairs of items by how much measures of their nearness disagree, most first. Measures have scales of their own (the
 * cosines of one lie between 0.9 and 1, of another between 0 and 1), so a pair is told by where it stands among all pairs,
 * and pairs that are equally near share a place.
 * @param measures a symmetric matrix each, of the same items
 */
export function pairsBySpread(measures: readonly (readonly (readonly number[])[])[]): ComparedPair[] {
  const count = measures[0]?.length ?? 0;
  const pairs: ComparedPair[] = [];
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      pairs.push({ a, b, values: measures.map((matrix) => matrix[a]![b]!), standings: [], spread: 0 });
    }
  }
  measures.forEach((_, measure) => {
    const sorted = pairs.map(({ values }) => values[measure]!).sort((x, y) => x - y);
    for (const pair of pairs) pair.standings.push(shareBelow(sorted, pair.values[measure]!));
  });
  for (const pair of pairs) pair.spread = Math.max(...pair.standings) - Math.min(...pair.standings);
  return pairs.sort((one, other) => other.spread - one.spread);
}

/** How much of a sorted list is smaller by more than rounding; of two pairs the nearer one has 1. */
function shareBelow(sorted: readonly number[], value: number): number {
  let low = 0;
  for (let high = sorted.length; low < high;) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value - EQUAL) low = middle + 1;
    else high = middle;
  }
  return sorted.length < 2 ? 0 : low / (sorted.length - 1);
}
