import { expect, it } from 'vitest';
import type { ScoredToken } from '../../../../../src/protocol/engine/index.js';
import { wordBits } from '../../../../../src/host/features/surprise/wordBits.js';

/** Tokens one after the other, each with its bits; null: nothing predicts it. */
function tokensOf(pieces: readonly [string, number | null][]): { tokens: ScoredToken[]; text: string } {
  let text = '';
  const tokens = pieces.map(([piece, bits], id) => {
    const start = text.length;
    text += piece;
    const logProbability = bits === null ? null : -bits * Math.LN2;
    return { id, text: piece, start, end: text.length, logProbability, entropy: null };
  });
  return { tokens, text };
}

it('adds up the pieces of a word; the space before it is its own, and no token counts twice', () => {
  const { tokens, text } = tokensOf([
    ['The', null],
    [' un', 5],
    ['believ', 2],
    ['able', 0.5],
    [' cat', 4],
    ['.', 1],
  ]);
  const words = wordBits({ tokens }, text, { start: 0, end: text.length });
  expect(words.map(({ text: word }) => word)).toEqual(['The', 'unbelievable', 'cat', '.']);
  expect(words[0]).toMatchObject({ bits: null, tokens: 0, bytes: 0 });
  expect(words[1]?.bits).toBeCloseTo(7.5);
  expect(words[1]).toMatchObject({ start: 4, end: 16, tokens: 3, firstToken: 1, bytes: 13 });
  expect(words.reduce((sum, { bits }) => sum + (bits ?? 0), 0)).toBeCloseTo(12.5);
});

it('gives no figure to a word of which a piece has none', () => {
  const { tokens, text } = tokensOf([
    ['Gl', null],
    ['ass', 9],
    [' box', 3],
  ]);
  const words = wordBits({ tokens }, text, { start: 0, end: text.length });
  expect(words.map(({ bits }) => bits !== null)).toEqual([false, true]);
});

it('tells of the words of a stretch, from its start', () => {
  const { tokens, text } = tokensOf([
    ['One', null],
    [' two', 1],
    [' thre', 2],
    ['e', 3],
    [' four', 4],
  ]);
  const words = wordBits({ tokens }, text, { start: 8, end: 13 });
  expect(words.map(({ text: word, start, end }) => [word, start, end])).toEqual([['three', 0, 5]]);
  expect(words[0]?.bits).toBeCloseTo(5);
});

it('leaves out special tokens and the breaks between runs', () => {
  const { tokens, text } = tokensOf([
    ['One', 1],
    ['\n', 6],
    ['\n', 6],
    ['Two', 2],
  ]);
  const special = { id: 9, text: '[SEP]', start: null, end: null, logProbability: null, entropy: null };
  const words = wordBits({ tokens: [special, ...tokens, special] }, text, { start: 0, end: text.length });
  expect(words.map(({ text: word, bytes }) => [word, bytes])).toEqual([
    ['One', 3],
    ['Two', 3],
  ]);
});

it('counts bytes of UTF-8', () => {
  const { tokens, text } = tokensOf([
    ['Die', 1],
    [' Tür', 2],
  ]);
  expect(wordBits({ tokens }, text, { start: 0, end: text.length })[1]?.bytes).toBe(5);
});
