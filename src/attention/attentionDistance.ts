/**
 * Computes the mean distance between query and key in tokens, weighted by attention: Σ w·|query − key| over the rows.
 * @param weights flat [queries, keys] of a map of positions to themselves, each row a distribution
 */
export function meanAttentionDistance(weights: Float32Array, queries: number, keys: number): number {
  let sum = 0;
  for (let query = 0; query < queries; query++) {
    const row = query * keys;
    for (let key = 0; key < keys; key++) sum += weights[row + key]! * Math.abs(query - key);
  }
  return queries > 0 ? sum / queries : 0;
}

/**
 * How far the place that is read moves from one reader to the next, in tokens: the mean of |c(i) − c(i−1)| with c the
 * weighted mean of the keys. Positions of two sequences have no distance, but an alignment moves steadily: about
 * keys / queries for one that runs along, 0 for one that stays.
 * @param weights flat [queries, keys], each row a distribution
 */
export function meanAttentionShift(weights: Float32Array, queries: number, keys: number): number {
  let before = 0;
  let sum = 0;
  for (let query = 0; query < queries; query++) {
    let centre = 0;
    for (let key = 0; key < keys; key++) centre += weights[query * keys + key]! * key;
    if (query > 0) sum += Math.abs(centre - before);
    before = centre;
  }
  return queries > 1 ? sum / (queries - 1) : 0;
}
