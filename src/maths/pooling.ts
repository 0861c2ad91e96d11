/**
 * One vector of a text's hidden states: their mean, the first (`cls`), the last (`sep`, `last`), or the largest value of
 * each dimension (`max`).
 * @param states flat [tokens, width]
 */
export function poolStates(
  states: Float32Array,
  tokens: number,
  pooling: 'mean' | 'cls' | 'sep' | 'max' | 'last',
): Float64Array {
  const width = states.length / tokens;
  const row = (at: number) => states.subarray(at * width, (at + 1) * width);
  switch (pooling) {
    case 'cls':
      return Float64Array.from(row(0));
    case 'sep':
    case 'last':
      return Float64Array.from(row(tokens - 1));
    case 'mean': {
      const sums = new Float64Array(width);
      for (let start = 0; start < states.length; start += width) {
        for (let at = 0; at < width; at++) sums[at]! += states[start + at]!;
      }
      return sums.map((sum) => sum / tokens);
    }
    case 'max': {
      const largest = Float64Array.from(row(0));
      for (let at = width; at < states.length; at++) {
        largest[at % width] = Math.max(largest[at % width]!, states[at]!);
      }
      return largest;
    }
  }
}
