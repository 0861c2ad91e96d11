import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colourDepth, WEIGHT_SCALES, scaleTicks, weightAtDepth } from '../../../src/attention/colourScale.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe.each(WEIGHT_SCALES)('the %s scale', (scale) => {
  it('goes from 0 to 1 and keeps the order', () => {
    expect(colourDepth(scale, 0)).toBe(0);
    expect(colourDepth(scale, 1)).toBe(1);
    fc.assert(
      fc.property(share, share, (a, b) => {
        const depths = [Math.min(a, b), Math.max(a, b)].map((weight) => colourDepth(scale, weight));
        expect(depths[0]).toBeGreaterThanOrEqual(0);
        expect(depths[0]).toBeLessThanOrEqual(depths[1] ?? NaN);
        expect(depths[1]).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is undone by weightAt', () => {
    fc.assert(
      fc.property(share, (depth) => {
        expect(colourDepth(scale, weightAtDepth(scale, depth))).toBeCloseTo(depth, 9);
      }),
    );
  });

  it('takes what lies outside as the nearer end', () => {
    expect([-0.1, NaN, 1.0000001, Infinity].map((weight) => colourDepth(scale, weight))).toEqual([0, 0, 1, 1]);
  });

  it('has ticks from end to end that stand apart', () => {
    const ticks = scaleTicks(scale);
    expect(ticks[0]?.at).toBe(0);
    expect(ticks.at(-1)).toEqual({ weight: 1, at: 1 });
    ticks.slice(1).forEach(({ at }, index) => expect(at - (ticks[index]?.at ?? 0)).toBeGreaterThan(0.15));
  });
});

it('a scale lifts small weights: the root more than the line, the logarithm most', () => {
  expect(WEIGHT_SCALES.map((scale) => Number(colourDepth(scale, 0.01).toFixed(3)))).toEqual([0.01, 0.1, 0.5]);
});
