import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyColumn, headMatrix, queryRow } from '../../../src/attention/weightMatrix.js';
import { topWeights } from '../../../src/maths/topWeights.js';
import type { AttentionMap } from '../../../src/protocol/engine/index.js';

describe('the largest weights of a row', () => {
  it('are those of a stable sort', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 })), fc.integer({ min: 1, max: 6 }), (row, count) => {
        const sorted = row
          .map((weight, index) => ({ index, weight }))
          .filter(({ weight }) => weight > 0)
          .sort((a, b) => b.weight - a.weight);
        expect(topWeights(row, count)).toEqual(sorted.slice(0, count));
      }),
    );
  });

  it('leave out what is not to be kept', () => {
    expect(topWeights([0.5, 0.3, 0.2], 2, (index) => index !== 0).map(({ index }) => index)).toEqual([1, 2]);
  });
});

describe('one head of a map', () => {
  /** Layers 2 and 5, heads 0, 1 and 3; each weight tells where it stands. */
  const map: AttentionMap = {
    kind: 'encoder',
    layers: 2,
    heads: 3,
    queries: 2,
    keys: 2,
    values: Float32Array.from({ length: 24 }, (_, at) => at),
    layerIndices: [2, 5],
    headIndices: [0, 1, 3],
  };

  it('is found by its numbers in the model', () => {
    expect([...headMatrix(map, 5, 3).values]).toEqual([20, 21, 22, 23]);
    expect(headMatrix(map, 2, 0).values.buffer).toBe(map.values.buffer);
  });

  it('is an average where no head or layer is named', () => {
    expect([...headMatrix(map, 2, null).values]).toEqual([4, 5, 6, 7]);
    expect([...headMatrix(map, null, 1).values]).toEqual([10, 11, 12, 13]);
    expect([...headMatrix(map, null, null).values]).toEqual([10, 11, 12, 13]);
  });

  it('is refused where the map does not hold it, or only in an average', () => {
    expect(() => headMatrix(map, 3, 0)).toThrow('layer 3');
    const averaged = { ...map, heads: 1, values: map.values.slice(0, 8) };
    expect([...headMatrix(averaged, 5, null).values]).toEqual([4, 5, 6, 7]);
    expect(() => headMatrix(averaged, 5, 1)).toThrow('head 1');
  });

  it('has rows and columns', () => {
    const matrix = headMatrix(map, 2, 0);
    expect([...queryRow(matrix, 1)]).toEqual([2, 3]);
    expect([...keyColumn(matrix, 1)]).toEqual([1, 3]);
  });
});
