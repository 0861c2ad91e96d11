import { describe, expect, test } from 'vitest';
import { multinomial, multinomialWithoutReplacement } from '../../../../src/decoding/sampling/multinomial.js';
import { Random, splitMix64, xoshiro128 } from '../../../../src/decoding/sampling/random.js';
import { softmax } from '../../../../src/maths/softmax.js';

/** Of a chi-square distribution, by Wilson and Hilferty (1931): exceeded by chance once in a thousand. */
const limit = (freedom: number) => freedom * (1 - 2 / (9 * freedom) + 3.09 * Math.sqrt(2 / (9 * freedom))) ** 3;

function chiSquare(counts: readonly number[], expected: readonly number[]): number {
  return counts.reduce((sum, count, index) => sum + (count - expected[index]!) ** 2 / expected[index]!, 0);
}

describe('the generators give what their authors publish', () => {
  test('xoshiro128** 1.1', () => {
    const next = xoshiro128([1, 2, 3, 4]);
    expect(Array.from({ length: 6 }, next)).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492]);
  });

  test('SplitMix64', () => {
    const next = splitMix64(1477776061723855037n);
    expect([next(), next(), next()]).toEqual([1985237415132408290n, 2979275885539914483n, 13511426838097143398n]);
  });
});

describe('Random', () => {
  test('is the same for the same seed and stream, and another for any other', () => {
    const first = (seed: number, stream: number) => new Random(seed, stream).uniform();
    expect(first(7, 0)).toBe(first(7, 0));
    const all = [0, 1, 2, 2 ** 32, Number.MAX_SAFE_INTEGER].flatMap((seed) =>
      [0, 1, 2, 63].map((stream) => first(seed, stream)),
    );
    expect(new Set(all).size).toBe(all.length);
  });

  test('first numbers of neighbouring seeds are uniform', () => {
    const counts = Array<number>(100).fill(0);
    for (let seed = 0; seed < 20_000; seed++) counts[Math.floor(new Random(seed).uniform() * 100)]!++;
    expect(chiSquare(counts, Array<number>(100).fill(200))).toBeLessThan(limit(99));
  });

  test('is uniform, and streams of one seed are independent', () => {
    const counts = Array<number>(64).fill(0);
    const [a, b] = [new Random(5, 0), new Random(5, 1)];
    const draws = 64_000;
    for (let i = 0; i < draws; i++) counts[Math.floor(a.uniform() * 8) * 8 + Math.floor(b.uniform() * 8)]!++;
    expect(chiSquare(counts, Array<number>(64).fill(draws / 64))).toBeLessThan(limit(63));
  });
});

describe('draw', () => {
  const scores = Float32Array.of(1, -Infinity, 2.5, 0, -1, 0.3, 2, -Infinity, -2, 1.7);

  test('20,000 draws have the frequencies of the softmax', () => {
    const random = new Random(11);
    const counts = Array<number>(scores.length).fill(0);
    for (let i = 0; i < 20_000; i++) counts[multinomial(scores, random)]!++;
    const possible = Array.from(softmax(scores), (p, id) => ({ id, expected: p * 20_000 })).filter(
      ({ expected }) => expected > 0,
    );
    expect(counts[1]).toBe(0);
    expect(counts[7]).toBe(0);
    expect(
      chiSquare(
        possible.map(({ id }) => counts[id]!),
        possible.map(({ expected }) => expected),
      ),
    ).toBeLessThan(limit(possible.length - 1));
  });

  test('takes one uniform number whatever the scores are', () => {
    const random = new Random(3);
    multinomial(scores, random);
    multinomial(Float32Array.of(-Infinity, 4), random);
    const other = new Random(3);
    other.uniform();
    other.uniform();
    expect(random.uniform()).toBe(other.uniform());
  });

  test('gives −1 when nothing is left', () => {
    expect(multinomial(Float32Array.of(-Infinity, -Infinity), new Random(0))).toBe(-1);
  });
});

describe('drawing without putting back', () => {
  const rows = [
    { scores: Float32Array.of(2, 1, -Infinity), raise: 0 },
    { scores: Float32Array.of(-3, -1.5, -4), raise: 3 },
  ];

  test('20,000 ordered pairs have the frequencies of drawing one after the other', () => {
    const weights = rows.flatMap(({ scores, raise }) => Array.from(scores, (score) => Math.exp(score + raise)));
    const total = weights.reduce((sum, weight) => sum + weight);
    const expected: number[] = [];
    weights.forEach((first, i) =>
      weights.forEach((second, j) => {
        expected.push(i === j ? 0 : (first / total) * (second / (total - first)) * 20_000);
      }),
    );
    const counts = expected.map(() => 0);
    const random = new Random(21);
    for (let i = 0; i < 20_000; i++) {
      const [a, b] = multinomialWithoutReplacement(rows, 2, random).map(({ row, id }) => row * 3 + id) as [
        number,
        number,
      ];
      counts[a * 6 + b]!++;
    }
    const possible = expected.flatMap((count, index) => (count > 0 ? [index] : []));
    expect(counts.reduce((sum, count, index) => sum + (expected[index] === 0 ? count : 0), 0)).toBe(0);
    expect(
      chiSquare(
        possible.map((index) => counts[index]!),
        possible.map((index) => expected[index]!),
      ),
    ).toBeLessThan(limit(possible.length - 1));
  });

  test('gives fewer when there are not as many', () => {
    expect(multinomialWithoutReplacement(rows, 9, new Random(1))).toHaveLength(5);
    expect(multinomialWithoutReplacement([{ scores: Float32Array.of(-Infinity), raise: 0 }], 2, new Random(1))).toEqual(
      [],
    );
  });
});
