import { log2OfBits } from './log2.js';

/**
 * Mean Shannon entropy of a map's rows in bits: −Σ p log2 p. 0 where each row reads one place, log2(keys) where it reads
 * all alike.
 * @param weights flat [queries, keys], each row a distribution
 */
export function meanRowEntropy(weights: Float32Array, queries: number): number {
  const bits = new Int32Array(weights.buffer, weights.byteOffset, weights.length);
  let sum = 0;
  for (let at = 0; at < weights.length; at++) {
    const weight = weights[at]!;
    if (weight > 0) sum -= weight * log2OfBits(bits[at]!);
  }
  return queries > 0 ? sum / queries : 0;
}
