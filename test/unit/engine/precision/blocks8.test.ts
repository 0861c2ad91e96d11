import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockSize, rowsToBlocks, turned } from '../../../../src/engine/precision/blocks8.js';

describe('rowsToBlocks', () => {
  it('rounds each number to the nearest step of its block', () => {
    const number = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 });
    fc.assert(
      fc.property(fc.array(number, { minLength: 32, maxLength: 32 }), (numbers) => {
        const values = Float32Array.from(numbers);
        const { codes, scales } = rowsToBlocks(values, 16);
        values.forEach((value, at) => {
          const scale = scales[Math.floor(at / 16)]!;
          expect(Math.abs((codes[at]! - 128) * scale - value)).toBeLessThanOrEqual(scale * 0.5001);
          expect(codes[at]).toBeGreaterThanOrEqual(1);
        });
      }),
    );
  });

  it('keeps zeros, and the largest of a block', () => {
    const values = new Float32Array(32).fill(0);
    values[20] = -3;
    const { codes, scales } = rowsToBlocks(values, 16);
    expect([...scales].map((scale) => scale * 127)).toEqual([0, expect.closeTo(3, 5)]);
    expect(codes[20]).toBe(1);
    expect(codes[0]).toBe(128);
  });
});

it('takes the largest block that divides a row', () => {
  expect([768, 576, 96, 48, 20].map(blockSize)).toEqual([128, 64, 32, 16, null]);
});

it('turns a matrix', () => {
  const values = Float32Array.from({ length: 40 * 50 }, (_, at) => at);
  const result = turned(values, 40, 50);
  expect(result[7 * 40 + 33]).toBe(33 * 50 + 7);
  expect(turned(result, 50, 40)).toEqual(values);
});
