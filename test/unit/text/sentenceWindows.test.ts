import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../../src/text/index.js';
import { sentenceWindows } from '../../../src/text/sentenceWindows.js';

const TEXT = 'One two three. Four five.  Six seven eight nine ten eleven. Twelve.';
/** Words as tokens, stops with them. */
const tokensOf = (text: string) =>
  Array.from(text.matchAll(/\S+/g), ({ index, 0: word }) => ({ start: index, end: index + word.length }));
const cut = (text: string, most: number, tokens = tokensOf(text)) =>
  sentenceWindows(text, splitSentences(text), tokens, most).map(({ start, end }) => text.slice(start, end));

describe('sentenceWindows', () => {
  it('takes as many whole sentences as there is room for', () => {
    expect(cut(TEXT, 100)).toEqual([TEXT]);
    expect(cut(TEXT, 6)).toEqual(['One two three. Four five.', 'Six seven eight nine ten eleven.', 'Twelve.']);
  });

  it('cuts a sentence that is longer between its words, and leaves none of it out', () => {
    expect(cut(TEXT, 4)).toEqual(['One two three.', 'Four five.', 'Six seven eight nine ', 'ten eleven.', 'Twelve.']);
    expect(cut('One two three.', 1)).toEqual(['One ', 'two ', 'three.']);
  });

  it('cuts before a word, and a word alone that is longer between its tokens', () => {
    const pieces = [...'abcdefgh'].map((_, at) => ({ start: at, end: at + 1 }));
    expect(cut('abcdefgh', 3, pieces)).toEqual(['abc', 'def', 'gh']);
    const words = [0, 2, 4, 6, 9, 11].map((start) => ({ start, end: Math.min(start + 2, 13) }));
    expect(cut('aabbccdd eeff', 5, words)).toEqual(['aabbccdd ', 'eeff']);
  });

  it('has nothing to give of a text without sentences', () => {
    expect(cut(' \n ', 5)).toEqual([]);
  });
});
