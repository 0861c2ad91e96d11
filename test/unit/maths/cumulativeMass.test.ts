import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/decoding/sampling/random.js';
import { indexReachingMass } from '../../../src/maths/cumulativeMass.js';

function bySorting(keys: Float64Array, weights: Float64Array, mass: number): number {
  const order = Array.from(keys, (_, index) => index).sort((a, b) => keys[a]! - keys[b]! || b - a);
  let sum = 0;
  for (const index of order) {
    if (weights[index] === 0) continue;
    sum += weights[index]!;
    if (sum >= mass) return index;
  }
  return -1;
}

describe('where the mass is reached', () => {
  test.each([0, 0.05, 0.5, 0.9, 0.999])('mass %f, as by sorting', (mass) => {
    for (let seed = 0; seed < 40; seed++) {
      const random = new Random(seed);
      // Steps of a quarter make equal keys; the range goes beyond the buckets' end at 32.
      const keys = Float64Array.from({ length: 300 }, () => Math.floor(random.uniform() * 160) / 4);
      const weights = Float64Array.from(keys, (key) => 2 ** -key);
      const total = weights.reduce((sum, weight) => sum + weight);
      expect(indexReachingMass(keys, weights, mass * total)).toBe(bySorting(keys, weights, mass * total));
    }
  });

  test('is nowhere when there is not as much', () => {
    expect(indexReachingMass(Float64Array.of(0, 1), Float64Array.of(0.5, 0.4), 1)).toBe(-1);
  });

  test('what has no weight is passed over', () => {
    expect(indexReachingMass(Float64Array.of(Infinity, 0, Infinity), Float64Array.of(0, 1, 0), 0.5)).toBe(1);
  });
});
