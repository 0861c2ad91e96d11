import { describe, expect, it } from 'vitest';
import { gaussLegendre } from '../../../src/maths/gaussLegendre.js';

const integral = (count: number, of: (x: number) => number) => {
  const { points, weights } = gaussLegendre(count);
  return points.reduce((sum, x, at) => sum + weights[at]! * of(x), 0);
};

describe('Gauss and Legendre’s rule', () => {
  // numpy.polynomial.legendre.leggauss, from [−1, 1] brought to [0, 1]
  it.each([
    [1, [0.5], [1]],
    [2, [0.21132486540518713, 0.7886751345948129], [0.5, 0.5]],
    [3, [0.1127016653792583, 0.5, 0.8872983346207417], [0.2777777777777778, 0.4444444444444444, 0.2777777777777778]],
  ])('of %i points is numpy’s', (count, points, weights) => {
    const found = gaussLegendre(count);
    points.forEach((point, at) => expect(found.points[at]).toBeCloseTo(point, 14));
    weights.forEach((weight, at) => expect(found.weights[at]).toBeCloseTo(weight, 14));
  });

  it.each([1, 2, 5, 16, 50, 300])('of %i points is exact for as many powers, and not for the next', (count) => {
    const { points, weights } = gaussLegendre(count);
    expect([...points]).toEqual([...points].sort((a, b) => a - b));
    expect(Math.min(...points)).toBeGreaterThan(0);
    expect(Math.max(...points)).toBeLessThan(1);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    for (const power of [0, 1, count, 2 * count - 1]) {
      expect(integral(count, (x) => x ** power)).toBeCloseTo(1 / (power + 1), 12);
    }
    if (count <= 5)
      expect(Math.abs(integral(count, (x) => x ** (2 * count)) - 1 / (2 * count + 1))).toBeGreaterThan(1e-9);
  });
});
