import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDisplayMatrix } from '../../../src/attention/displayMatrix.js';
import type { Token } from '../../../src/protocol/engine/index.js';
import { rowSums, tokenised, weights } from './arbitraries.js';

const token = (text: string, start: number | null = null, end: number | null = null): Token => ({
  id: 0,
  text,
  start,
  end,
});

const tokens = [token('[CLS]'), token('un', 0, 2), token('##do', 2, 4), token('it', 5, 7), token('[SEP]')];
const text = 'Undo It';
const matrix = {
  queries: 5,
  keys: 5,
  values: Float32Array.from({ length: 25 }, (_, at) => [0.5, 0.125, 0.125, 0.25, 0][at % 5] ?? 0),
};

describe('a map as it is shown', () => {
  it('is the model’s own at first', () => {
    const shown = toDisplayMatrix(matrix, { tokens, text }, { tokens, text }, { words: false, specials: 'show' });
    expect(shown.matrix).toBe(matrix);
    expect(shown.columns.map((word) => word.text)).toEqual(['[CLS]', 'un', '##do', 'it', '[SEP]']);
  });

  it('hides special tokens, renormalises, then merges to words', () => {
    const side = { tokens, text };
    const hidden = toDisplayMatrix(matrix, side, side, { words: true, specials: 'hide' });
    expect(hidden.columns.map(({ text: word, from, to }) => [word, from, to])).toEqual([
      ['Undo', 1, 3],
      ['It', 3, 4],
    ]);
    expect([...hidden.matrix.values]).toEqual([0.25, 0.25, 0.25, 0.25]);
    const renormalised = toDisplayMatrix(matrix, side, side, { words: true, specials: 'renormalise' });
    expect([...renormalised.matrix.values]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it('reads two texts as such: the second one’s offsets are its own', () => {
    const pair = [token('[CLS]'), token('a', 0, 1), token('[SEP]'), token('b', 0, 1), token('[SEP]')];
    const side = { tokens: pair, text: 'a', pair: { from: 3, text: 'B' } };
    const { columns } = toDisplayMatrix(matrix, side, side, { words: true, specials: 'hide' });
    expect(columns.map(({ text: word, from, to }) => [word, from, to])).toEqual([
      ['a', 1, 2],
      ['B', 3, 4],
    ]);
  });

  it('names the bytes of a character by the character', () => {
    const side = { tokens: [token('�', 0, 1), token('�', 0, 1)], text: '今' };
    const bytes = toDisplayMatrix({ queries: 2, keys: 2, values: Float32Array.of(1, 0, 0, 1) }, side, side, {
      words: false,
      specials: 'show',
    });
    expect(bytes.columns.map((word) => word.text)).toEqual(['今', '今']);
  });

  const anything = tokenised
    .filter(({ tokens: list }) => list.some(({ start }) => start !== null))
    .chain((side) => fc.record({ side: fc.constant(side), map: weights(side.tokens.length, side.tokens.length) }));

  it('keeps rows that sum to 1 unless something is hidden', () => {
    fc.assert(
      fc.property(anything, fc.boolean(), ({ side, map }, words) => {
        for (const sum of rowSums(toDisplayMatrix(map, side, side, { words, specials: 'show' }).matrix)) {
          expect(sum).toBeCloseTo(1, 5);
        }
        for (const sum of rowSums(toDisplayMatrix(map, side, side, { words, specials: 'hide' }).matrix)) {
          expect(sum).toBeLessThan(1 + 1e-5);
        }
      }),
    );
  });

  it('has a label for each row and column', () => {
    fc.assert(
      fc.property(
        anything,
        fc.boolean(),
        fc.constantFrom('show' as const, 'hide' as const, 'renormalise' as const),
        ({ side, map }, words, specials) => {
          const shown = toDisplayMatrix(map, side, side, { words, specials });
          expect([shown.rows.length, shown.columns.length]).toEqual([shown.matrix.queries, shown.matrix.keys]);
        },
      ),
    );
  });
});
