/**
 * How often something of the one kind has a higher figure than something of the other, over all pairs of the two; equal
 * figures count half. It is the area under the ROC curve (Mann and Whitney 1947): 1 tells them apart, ½ is chance.
 * @returns null where one of the kinds has nothing
 */
export function rankedAbove(ones: readonly number[], others: readonly number[]): number | null {
  if (ones.length === 0 || others.length === 0) return null;
  let above = 0;
  for (const one of ones) for (const other of others) above += one > other ? 1 : one === other ? 0.5 : 0;
  return above / (ones.length * others.length);
}
