import { describe, expect, it } from 'vitest';
import { rowsToNibbles } from '../../../../src/engine/precision/blocks4.js';

/** What codes and scales stand for. */
function back({ codes, scales }: ReturnType<typeof rowsToNibbles>, size: number): number[] {
  return [...codes].flatMap((byte, at) =>
    [byte & 15, byte >> 4].map((code, which) => (code - 8) * scales[Math.floor((2 * at + which) / size)]! + 0),
  );
}

describe('4 bit', () => {
  it('is exact for what lies on its steps, the farthest value being −8 of them', () => {
    const values = Float32Array.from({ length: 32 }, (_, at) => ((at % 16) - 8) * 0.25);
    const rounded = rowsToNibbles(values);
    expect(rounded.scales).toEqual(Float32Array.of(0.25));
    expect(back(rounded, 32)).toEqual([...values]);
    // The other way round the scale is negative, and the same steps are used.
    expect(back(rowsToNibbles(values.map((value) => -value)), 32)).toEqual([...values].map((value) => 0 - value));
  });

  it('is off by half a step at most, but at the end that has a step less', () => {
    const values = Float32Array.from({ length: 64 }, (_, at) => Math.sin(7 * at * at));
    const rounded = rowsToNibbles(values);
    for (const [at, value] of back(rounded, 32).entries()) {
      const step = Math.abs(rounded.scales[Math.floor(at / 32)]!);
      const isCut =
        Math.abs(values[at]!) > 7.5 * step &&
        Math.sign(values[at]!) === Math.sign(rounded.scales[Math.floor(at / 32)]!);
      expect(Math.abs(value - values[at]!)).toBeLessThanOrEqual((isCut ? 1 : 0.5) * step + 1e-6);
    }
  });

  it('has nothing but zeros for zeros', () => {
    const rounded = rowsToNibbles(new Float32Array(32));
    expect(back(rounded, 32).every((value) => value === 0)).toBe(true);
  });
});
