import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanAttentionDistance, meanAttentionShift } from '../../../src/attention/attentionDistance.js';
import { meanRowEntropy } from '../../../src/maths/rowEntropy.js';
import { log2OfBits } from '../../../src/maths/log2.js';
import { classifyHead, computePatternShares, type PatternContext } from '../../../src/attention/headPatterns.js';
import { makeThumbnail, thumbnailSize } from '../../../src/attention/thumbnails.js';
import { cosineSimilarity, klDivergenceBits } from '../../../src/maths/divergence.js';
import { softmax } from '../../../src/maths/softmax.js';

const map = (...rows: number[][]) => Float32Array.from(rows.flat());
/** A square map in which each row reads one place. */
const reads = (size: number, place: (query: number) => number) => {
  const weights = new Float32Array(size * size);
  for (let query = 0; query < size; query++) weights[query * size + place(query)] = 1;
  return weights;
};
const even = (size: number) => new Float32Array(size * size).fill(1 / size);

describe('entropy', () => {
  it('is 0 for one place and the logarithm of their number for all alike', () => {
    expect(
      meanRowEntropy(
        reads(8, (query) => query),
        8,
      ),
    ).toBe(0);
    expect(meanRowEntropy(even(8), 8)).toBeCloseTo(3, 6);
    expect(meanRowEntropy(map([0.5, 0.5], [1, 0]), 2)).toBeCloseTo(0.5, 6);
  });

  it('has a logarithm like Math.log2', () => {
    const positive = fc.float({ min: Math.fround(1e-37), max: 1, noNaN: true });
    fc.assert(
      fc.property(positive, (value) => {
        const [bits] = new Int32Array(Float32Array.of(value).buffer);
        expect(log2OfBits(bits!)).toBeCloseTo(Math.log2(value), 6);
      }),
    );
  });
});

describe('distance', () => {
  it('is the mean way from reader to read', () => {
    expect(
      meanAttentionDistance(
        reads(5, (query) => query),
        5,
        5,
      ),
    ).toBe(0);
    expect(
      meanAttentionDistance(
        reads(5, () => 0),
        5,
        5,
      ),
    ).toBe(2);
    expect(meanAttentionDistance(map([0.5, 0.5], [0.5, 0.5]), 2, 2)).toBe(0.5);
  });

  it('between two sequences is how far the read place moves', () => {
    expect(meanAttentionShift(map([1, 0, 0, 0], [0, 0, 1, 0]), 2, 4)).toBe(2);
    expect(meanAttentionShift(map([0.5, 0.5], [0.5, 0.5], [0.5, 0.5]), 3, 2)).toBe(0);
    expect(meanAttentionShift(map([1, 0]), 1, 2)).toBe(0);
  });
});

describe('a head’s pattern', () => {
  const size = 8;
  const ids = [2, 10, 11, 12, 10, 13, 14, 3];
  const sides: PatternContext = {
    queries: size,
    keys: size,
    isSelf: true,
    isCausal: false,
    queryIds: ids,
    keyIds: ids,
    separators: [7],
  };
  const patternOf = (weights: Float32Array, other: Partial<PatternContext> = {}) =>
    classifyHead(computePatternShares(weights, { ...sides, ...other }));

  it.each([
    ['previous', reads(size, (query) => Math.max(query - 1, 0))],
    ['next', reads(size, (query) => Math.min(query + 1, size - 1))],
    ['first', reads(size, () => 0)],
    ['separator', reads(size, () => 7)],
    ['same', reads(size, (query) => query)],
    ['broad', even(size)],
  ])('is %s', (pattern, weights) => {
    const found = patternOf(weights);
    expect(found.pattern).toBe(pattern);
    expect(found.share).toBeGreaterThan(0.8);
  });

  it('is the same word elsewhere, too', () => {
    const weights = reads(size, (query) => (query === 1 ? 4 : query === 4 ? 1 : query));
    expect(patternOf(weights)).toEqual({ pattern: 'same', share: 1 });
  });

  it('is mixed when nothing explains two fifths of it', () => {
    const weights = reads(size, (query) => (query * 3 + 2) % size);
    expect(patternOf(weights).pattern).toBe('mixed');
  });

  it('of a causal map leaves out the row that sees only itself, and is even over what is seen', () => {
    const causal = new Float32Array(size * size);
    for (let query = 0; query < size; query++) causal.fill(1 / (query + 1), query * size, query * size + query + 1);
    expect(patternOf(causal, { isCausal: true })).toEqual({ pattern: 'broad', share: expect.closeTo(1, 5) as number });
    const previous = reads(size, (query) => Math.max(query - 1, 0));
    expect(patternOf(previous, { isCausal: true })).toEqual({ pattern: 'previous', share: 1 });
  });

  it('between two sequences has no place before or behind', () => {
    const shares = computePatternShares(
      reads(size, (query) => Math.max(query - 1, 0)),
      { ...sides, isSelf: false },
    );
    expect(shares.previous).toBe(0);
    expect(shares.next).toBe(0);
  });
});

describe('a thumbnail', () => {
  it('of a small map is the map', () => {
    const weights = map([0.1, 0.9, 0], [0.3, 0.3, 0.4]);
    expect(makeThumbnail(weights, 2, 3)).toEqual(weights);
  });

  it('has the largest weight of each field, and every weight in one', () => {
    const size = fc.integer({ min: 1, max: 90 });
    fc.assert(
      fc.property(size, size, fc.nat(), (queries, keys, seed) => {
        const weights = new Float32Array(queries * keys);
        const at = seed % weights.length;
        weights[at] = 1;
        const { rows, columns } = thumbnailSize(queries, keys);
        const small = makeThumbnail(weights, queries, keys);
        expect(small).toHaveLength(rows * columns);
        const row = Math.floor((Math.floor(at / keys) * rows) / queries);
        const column = Math.floor(((at % keys) * columns) / keys);
        expect(small[row * columns + column]).toBe(1);
        expect(small.reduce((sum, weight) => sum + weight, 0)).toBe(1);
      }),
      { numRuns: 200 },
    );
  });
});

describe('divergence', () => {
  it('is 0 between equals, whatever was added to the logits', () => {
    expect(klDivergenceBits([1, 2, 3], [1, 2, 3])).toBe(0);
    expect(klDivergenceBits([1, 2, 3], [11, 12, 13])).toBeCloseTo(0, 12);
  });

  it('is the sum over the distributions in bits, and not symmetric', () => {
    const [p, q] = [
      [2, 0.5, -1],
      [0, 1, 3],
    ] as const;
    const [left, right] = [softmax(p), softmax(q)];
    const wanted = left.reduce((sum, chance, at) => sum + chance * Math.log2(chance / right[at]!), 0);
    expect(klDivergenceBits(p, q)).toBeCloseTo(wanted, 9);
    expect(klDivergenceBits(q, p)).not.toBeCloseTo(wanted, 3);
  });

  it('has no room for nothing: what P never gives costs nothing', () => {
    expect(klDivergenceBits([0, -Infinity], [0, 5])).toBeCloseTo(Math.log2(1 + Math.exp(5)), 6);
  });
});

it('a cosine is of directions', () => {
  expect(cosineSimilarity([1, 0], [2, 0])).toBe(1);
  expect(cosineSimilarity([1, 0], [0, 3])).toBe(0);
  expect(cosineSimilarity([1, 2], [-1, -2])).toBeCloseTo(-1, 12);
  expect(cosineSimilarity([0, 0], [1, 1])).toBe(0);
});
