import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queryRow } from '../../../src/attention/weightMatrix.js';
import { textTokenIndices, selectRowsAndColumns } from '../../../src/attention/specialTokens.js';
import { rowSums, weights } from './arbitraries.js';

const chosen = fc
  .record({ queries: fc.integer({ min: 1, max: 6 }), keys: fc.integer({ min: 1, max: 6 }) })
  .chain(({ queries, keys }) =>
    fc.record({
      matrix: weights(queries, keys),
      rows: fc.subarray(Array.from({ length: queries }, (_, i) => i)),
      columns: fc.subarray(Array.from({ length: keys }, (_, i) => i)),
    }),
  );

describe('rows and columns that are left', () => {
  it('keep their weights and their order', () => {
    fc.assert(
      fc.property(chosen, ({ matrix, rows, columns }) => {
        const kept = selectRowsAndColumns(matrix, rows, columns, false);
        expect([kept.queries, kept.keys]).toEqual([rows.length, columns.length]);
        rows.forEach((query, row) =>
          columns.forEach((key, column) =>
            expect(kept.values[row * columns.length + column]).toBe(matrix.values[query * matrix.keys + key]),
          ),
        );
      }),
    );
  });

  it('sum to 1 when renormalised, or are 0 where nothing is left', () => {
    fc.assert(
      fc.property(chosen, ({ matrix, rows, columns }) => {
        const plain = rowSums(selectRowsAndColumns(matrix, rows, columns, false));
        rowSums(selectRowsAndColumns(matrix, rows, columns, true)).forEach((sum, row) =>
          expect(sum).toBeCloseTo(plain[row] === 0 ? 0 : 1, 5),
        );
      }),
    );
  });

  it('keep the ratios of a row when renormalised', () => {
    const matrix = { queries: 1, keys: 3, values: Float32Array.of(0.5, 0.125, 0.375) };
    expect([...queryRow(selectRowsAndColumns(matrix, [0], [1, 2], true), 0)]).toEqual([0.25, 0.75]);
  });
});

it('special tokens are those that stand for no text; an unknown word is none', () => {
  expect(textTokenIndices([{ start: null }, { start: 0 }, { start: 4 }, { start: null }])).toEqual([1, 2]);
});
