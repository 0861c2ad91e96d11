const BUCKETS = 4096;
const PER_NAT = 128;

/**
 * Finds the element at which the running sum of weights, taken by rising key, reaches `mass`; among equal keys the
 * higher index comes first (PyTorch's ascending stable sort of scores, read from its end). Instead of sorting the
 * vocabulary, weights are summed in buckets of keys and only the bucket where the sum crosses is sorted.
 * @param keys not negative; a key of Infinity has weight 0
 * @returns −1 when all weights together do not reach `mass`
 */
export function indexReachingMass(keys: Float64Array, weights: Float64Array, mass: number): number {
  const sums = new Float64Array(BUCKETS);
  for (let i = 0; i < keys.length; i++) sums[bucketOf(keys[i]!)]! += weights[i]!;
  let before = 0;
  let bucket = 0;
  while (bucket < BUCKETS && before + sums[bucket]! < mass) before += sums[bucket++]!;
  // A sum by buckets and a sum one by one differ in their last digits: the next bucket may be the one.
  for (; bucket < BUCKETS; bucket++) {
    const members: number[] = [];
    for (let i = 0; i < keys.length; i++) if (weights[i]! > 0 && bucketOf(keys[i]!) === bucket) members.push(i);
    members.sort((a, b) => keys[a]! - keys[b]! || b - a);
    for (const i of members) {
      before += weights[i]!;
      if (before >= mass) return i;
    }
  }
  return -1;
}

function bucketOf(key: number): number {
  return key < BUCKETS / PER_NAT ? (key * PER_NAT) | 0 : BUCKETS - 1;
}
