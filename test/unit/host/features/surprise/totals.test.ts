import { expect, it } from 'vitest';
import { NOTHING, ratesOf, totalsOf } from '../../../../../src/host/features/surprise/totals.js';

const word = (text: string, bits: number | null, tokens = 1) => ({ text, bits, tokens, bytes: text.length });

it('sums up what has a figure; signs have bits and are no words', () => {
  const totals = totalsOf([word('First', null, 0), word('cats', 6, 2), word('.', 2)]);
  expect(totals).toEqual({ bits: 8, words: 1, tokens: 3, bytes: 5 });
  expect(ratesOf(totals)).toEqual({ bitsPerWord: 8, bitsPerByte: 1.6, perplexity: 2 ** (8 / 3) });
});

it('has no rates of nothing', () => {
  expect(totalsOf([])).toEqual(NOTHING);
  expect(ratesOf(NOTHING)).toBeNull();
});
