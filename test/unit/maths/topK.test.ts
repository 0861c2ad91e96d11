import { describe, expect, test } from 'vitest';
import { argsortDescending, kthLargest, topK } from '../../../src/maths/topK.js';
import { Random } from '../../../src/decoding/sampling/random.js';

/** Values with many equal ones, both signs and infinities. */
function values(count: number, seed: number): Float32Array {
  const random = new Random(seed);
  const special = [0, -0, -Infinity, Infinity, 1e-40, -1e-40];
  return Float32Array.from({ length: count }, () => {
    const u = random.uniform();
    return u < 0.1 ? special[Math.floor(u * 60)]! : Math.round((u - 0.5) * 200) / 4;
  });
}

function bySorting(all: Float32Array, k: number): number[] {
  const order = Array.from(all, (_, index) => index);
  return order.sort((a, b) => (all[a] === all[b] ? a - b : all[b]! > all[a]! ? 1 : -1)).slice(0, k);
}

describe('the k largest', () => {
  test.each([1, 2, 5, 31, 62, 63, 400, 999, 1000, 2000])('k = %i of 1,000 as by sorting', (k) => {
    for (const seed of [1, 2, 3]) {
      const all = values(1000, seed);
      expect(Array.from(topK(all, k))).toEqual(bySorting(all, k));
    }
  });

  test('of nothing and for k = 0 is nothing', () => {
    expect(topK(new Float32Array(0), 3)).toHaveLength(0);
    expect(topK(Float32Array.of(1, 2), 0)).toHaveLength(0);
  });

  test('reads only its part of a larger buffer', () => {
    const all = Float32Array.of(9, 9, 1, 3, 2, 9);
    expect(Array.from(topK(all.subarray(2, 5), 2))).toEqual([1, 2]);
  });
});

test('the descending order holds every index once', () => {
  const all = values(5000, 4);
  expect(Array.from(argsortDescending(all))).toEqual(bySorting(all, 5000));
});

test('the k-th largest', () => {
  const all = Float32Array.of(5, 1, 5, 3);
  expect([1, 2, 3, 4, 9].map((k) => kthLargest(all, k))).toEqual([5, 5, 3, 1, 1]);
});

test('the k-th largest of many is counted as it would be sorted', () => {
  const all = values(6000, 5);
  const sorted = Array.from(all).sort((a, b) => b - a);
  for (const k of [375, 376, 1000, 2999, 3000, 5400, 5999, 6000]) {
    expect(kthLargest(all.subarray(0, 6000), k) === sorted[k - 1]).toBe(true);
  }
});
