import { describe, expect, test } from 'vitest';
import {
  argmax,
  entropy,
  entropyOfLogits,
  expNonPositive,
  logSoftmax,
  logSumExp,
  softmax,
} from '../../../src/maths/softmax.js';

describe('expNonPositive', () => {
  test('is e^x to twelve digits down to the smallest doubles', () => {
    for (let x = 0; x > -700; x -= 0.137) {
      expect(Math.abs(expNonPositive(x) / Math.exp(x) - 1), `at ${x}`).toBeLessThan(1e-12);
    }
    expect(expNonPositive(0)).toBe(1);
  });

  test('is 0 where e^x rounds to 0, and for what is no number', () => {
    for (const x of [-746, -1e300, -Infinity, NaN]) expect(expNonPositive(x)).toBe(0);
  });
});

describe('logSumExp', () => {
  test.each([
    { values: [0, 0], expected: Math.log(2) },
    { values: [1000, 1000, 1000], expected: 1000 + Math.log(3) },
    { values: [-1000, -1001], expected: -1000 + Math.log(1 + Math.exp(-1)) },
    { values: [-Infinity, 3], expected: 3 },
    { values: [-Infinity, -Infinity], expected: -Infinity },
    { values: [], expected: -Infinity },
  ])('of $values is $expected', ({ values, expected }) => {
    if (Number.isFinite(expected)) expect(logSumExp(values)).toBeCloseTo(expected, 12);
    else expect(logSumExp(values)).toBe(expected);
  });
});

describe('softmax and log-softmax', () => {
  test('of a table', () => {
    expect(Array.from(softmax([Math.log(1), Math.log(2), Math.log(5)]))).toEqual([
      expect.closeTo(0.125, 12),
      expect.closeTo(0.25, 12),
      expect.closeTo(0.625, 12),
    ]);
  });

  test('temperature 1e-7 is no coin toss: [10, 9.9, 5] becomes [1, 0, 0]', () => {
    expect(Array.from(softmax([10e7, 9.9e7, 5e7]))).toEqual([1, 0, 0]);
  });

  test('a −Infinity is 0 and leaves the rest a distribution', () => {
    const probabilities = softmax([1, -Infinity, 2]);
    expect(probabilities[1]).toBe(0);
    expect(probabilities.reduce((sum, p) => sum + p)).toBeCloseTo(1, 12);
  });

  test('log-softmax is the logarithm of softmax', () => {
    const logits = [3, -2, 0.5, 40];
    const logs = logSoftmax(logits);
    softmax(logits).forEach((p, i) => expect(logs[i]).toBeCloseTo(Math.log(p), 5));
  });
});

describe('entropy', () => {
  test.each([
    { logits: [2, 2, 2, 2], expected: Math.log(4) },
    { logits: [0, -Infinity], expected: 0 },
    { logits: [Math.log(0.5), Math.log(0.25), Math.log(0.25)], expected: 1.5 * Math.LN2 },
  ])('of $logits is $expected nats', ({ logits, expected }) => {
    expect(entropyOfLogits(logits)).toBeCloseTo(expected, 12);
    expect(entropy(softmax(logits))).toBeCloseTo(expected, 12);
  });
});

test('argmax takes the first of equals, and −1 when there is none', () => {
  expect(argmax([1, 7, 7])).toBe(1);
  expect(argmax([-Infinity, -Infinity])).toBe(-1);
});
