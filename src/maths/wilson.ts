/** Of a normal distribution 95 % are so many deviations around its middle. */
const NORMAL_95 = 1.959963984540054;

/**
 * The 95 % interval of a share that was counted (Wilson 1927): the shares of which what was counted is not further away than
 * chance brings it in 95 of 100 times. Unlike the plain one it stays within 0 and 1, for few lines, too.
 * @param right how many of `count`
 */
export function wilson(right: number, count: number): [low: number, high: number] {
  if (count === 0) return [0, 1];
  const share = right / count;
  const squared = NORMAL_95 ** 2 / count;
  const middle = (share + squared / 2) / (1 + squared);
  const half = (NORMAL_95 / (1 + squared)) * Math.sqrt((share * (1 - share)) / count + squared / (4 * count));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
