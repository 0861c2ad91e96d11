import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupWords, mergeWords } from '../../../src/attention/tokenWords.js';
import type { Token } from '../../../src/protocol/engine/index.js';
import { rowSums, tokenised, weights } from './arbitraries.js';

/** Tokens of a text from pieces that stand in it one after the other; `<…>` and `[…]` stand for no text. */
function tokensOf(text: string, ...pieces: string[]): Token[] {
  let from = 0;
  return pieces.map((piece, id) => {
    const start = /^[<[].*[\]>]$/.test(piece) ? -1 : text.indexOf(piece, from);
    if (start < 0) return { id, text: piece, start: null, end: null };
    from = start + piece.length;
    return { id, text: piece, start, end: from };
  });
}

const texts = (text: string, ...pieces: string[]) => groupWords(tokensOf(text, ...pieces), text).map((w) => w.text);

describe('words of tokens', () => {
  it('join WordPiece, and leave marks and special tokens alone', () => {
    expect(
      texts('Unreadable text, he said.', '[CLS]', 'Unre', 'ada', 'ble', 'text', ',', 'he', 'said', '.', '[SEP]'),
    ).toEqual(['[CLS]', 'Unreadable', 'text', ',', 'he', 'said', '.', '[SEP]']);
  });

  it('join what an apostrophe or a decimal point holds together', () => {
    expect(texts('They weren’t 3.14!', 'They', 'weren', '’', 't', '3', '.', '14', '!')).toEqual([
      'They',
      'weren’t',
      '3.14',
      '!',
    ]);
  });

  it('take the space in front of a word along (BPE, SentencePiece), also one by itself', () => {
    const words = groupWords(tokensOf('The un read', 'The', ' un', ' ', 'read'), 'The un read');
    expect(words.map(({ text, from, to, start }) => [text, from, to, start])).toEqual([
      ['The', 0, 1, 0],
      ['un', 1, 2, 4],
      ['read', 2, 4, 7],
    ]);
  });

  it('keep line breaks apart from the words around them', () => {
    expect(texts('a\n\n  b', 'a', '\n\n', ' ', ' b')).toEqual(['a', '\n\n', 'b']);
  });

  it('keep each Chinese character that is a token of its own', () => {
    expect(texts('今天天气', '今', '天', '天', '气')).toEqual(['今', '天', '天', '气']);
    expect(texts('今天天气', '今天', '天', '气')).toEqual(['今天', '天', '气']);
  });

  it('join the bytes of one character', () => {
    const bytes = [0, 0, 0].map((id) => ({ id, text: '�', start: 1, end: 2 }));
    const tokens = [{ id: 1, text: ' ', start: 0, end: 1 }, ...bytes, { id: 2, text: '天', start: 2, end: 3 }];
    expect(groupWords(tokens, ' 今天').map(({ text, from, to }) => [text, from, to])).toEqual([
      ['今', 0, 4],
      ['天', 4, 5],
    ]);
  });

  it('cover all tokens in order, whatever the tokenizer', () => {
    fc.assert(
      fc.property(tokenised, ({ text, tokens }) => {
        const words = groupWords(tokens, text);
        expect(words.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i))).toEqual(
          tokens.map((_, index) => index),
        );
        for (const { start, end, text: word } of words) {
          if (start !== null && end !== null) expect(text.slice(start, end)).toBe(word);
        }
      }),
    );
  });
});

describe('a map between words', () => {
  const merging = tokenised
    .filter(({ tokens }) => tokens.length > 0)
    .chain(({ text, tokens }) =>
      fc.record({
        words: fc.constant(groupWords(tokens, text)),
        matrix: weights(tokens.length, tokens.length),
        causal: weights(tokens.length, tokens.length, true),
      }),
    );

  it('has rows that sum to 1', () => {
    fc.assert(
      fc.property(merging, ({ words, matrix }) => {
        for (const sum of rowSums(mergeWords(matrix, words, words))) expect(sum).toBeCloseTo(1, 5);
      }),
    );
  });

  it('stays zero above the diagonal where the tokens’ map is', () => {
    fc.assert(
      fc.property(merging, ({ words, causal }) => {
        const { values } = mergeWords(causal, words, words);
        values.forEach((value, at) => {
          if (at % words.length > Math.floor(at / words.length)) expect(value).toBe(0);
        });
      }),
    );
  });

  it('sums what a word gets and averages what its pieces spend', () => {
    const words = groupWords(tokensOf('ab c', 'a', 'b', 'c'), 'ab c');
    const values = Float32Array.of(0.5, 0.25, 0.25, 0, 0.5, 0.5, 0.25, 0.25, 0.5);
    expect(mergeWords({ queries: 3, keys: 3, values }, words, words)).toEqual({
      queries: 2,
      keys: 2,
      values: Float32Array.of(0.625, 0.375, 0.5, 0.5),
    });
  });
});
