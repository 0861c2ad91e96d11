/** A place and its weight. */
export interface WeightedIndex {
  index: number;
  weight: number;
}

/**
 * The largest weights of a row, falling; the earlier place first among equals. Places without weight are left out.
 * @param count how many at most
 * @param keep whether a place may be among them
 */
export function topWeights(
  weights: ArrayLike<number>,
  count: number,
  keep: (index: number) => boolean = () => true,
): WeightedIndex[] {
  const top: WeightedIndex[] = [];
  for (let index = 0; index < weights.length; index++) {
    const weight = weights[index]!;
    if (!(weight > 0) || !keep(index)) continue;
    const least = top.at(-1);
    if (top.length >= count && least && weight <= least.weight) continue;
    let at = top.length;
    while (at > 0 && top[at - 1]!.weight < weight) at--;
    top.splice(at, 0, { index, weight });
    if (top.length > count) top.pop();
  }
  return top;
}

/** Sum in double precision. */
export function sumOf(weights: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i]!;
  return sum;
}
