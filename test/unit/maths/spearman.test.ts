import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averageRanks, spearman } from '../../../src/maths/spearman.js';

const values = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 12 });
const pairs = fc.array(fc.tuple(fc.integer({ max: 9, min: -9 }), fc.integer({ max: 9, min: -9 })), { minLength: 2 });

describe('ranks', () => {
  it('are shared by equal values', () => {
    expect([...averageRanks([10, 20, 20, 5])]).toEqual([2, 3.5, 3.5, 1]);
  });

  it('sum to n(n + 1)/2', () => {
    fc.assert(
      fc.property(values, (list) => {
        const sum = averageRanks(list).reduce((a, b) => a + b, 0);
        expect(sum).toBeCloseTo((list.length * (list.length + 1)) / 2, 9);
      }),
    );
  });
});

describe('rank correlation', () => {
  it('is what SciPy’s spearmanr gives, ties included', () => {
    expect(spearman([1, 2, 2, 3, 5, 5, 5], [3, 1, 4, 4, 9, 2, 6])).toBeCloseTo(0.4814750064314677, 12);
    expect(spearman([0.1, 0.2, 0.3, 0.4, 0.5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 12);
  });

  it('is between −1 and 1, the same both ways round, and 1 with itself', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const a = list.map(([x]) => x);
        const b = list.map(([, y]) => y);
        const rho = spearman(a, b);
        expect(rho).toBe(spearman(b, a));
        if (rho !== null) expect(Math.abs(rho)).toBeLessThanOrEqual(1);
        if (new Set(a).size > 1) expect(spearman(a, a)).toBe(1);
      }),
    );
  });

  it('is the same for any rising scale, and the opposite for a falling one', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const a = list.map(([x]) => x);
        const b = list.map(([, y]) => y);
        const rho = spearman(a, b);
        expect(spearman(a.map(Math.exp), b)).toBe(rho);
        const opposite = spearman(
          a.map((x) => -x),
          b,
        );
        if (rho === null) expect(opposite).toBeNull();
        else expect(opposite).toBeCloseTo(-rho, 12);
      }),
    );
  });

  it('is undefined without a difference', () => {
    expect(spearman([], [])).toBeNull();
    expect(spearman([1], [2])).toBeNull();
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeNull();
    expect(spearman([1, NaN], [1, 2])).toBeNull();
    expect(() => spearman([1], [1, 2])).toThrow('1 and of 2');
  });
});
