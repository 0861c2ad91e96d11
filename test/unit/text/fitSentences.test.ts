import { describe, expect, it } from 'vitest';
import { fitSentences } from '../../../src/text/index.js';

/** A token a word, between two special ones. */
function tokensOf(text: string) {
  const special = { start: null, end: null };
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({ start: index, end: index + word.length }));
  return [special, ...words, special];
}

const TEXT = 'One two three. Four five. Six seven eight nine. Ten eleven. Twelve.';
const part = (at: string, most: number) => {
  const { start, end } = fitSentences(TEXT, TEXT.indexOf(at), tokensOf(TEXT), most);
  return TEXT.slice(start, end);
};

describe('fitting', () => {
  it('is all of a text that fits', () => {
    expect(part('Six', 14)).toBe(TEXT);
    expect(part('Six', 512)).toBe(TEXT);
  });

  it('is the sentence at the place, and its neighbours while there is room', () => {
    expect(part('seven', 6)).toBe('Six seven eight nine.');
    expect(part('seven', 8)).toBe('Six seven eight nine. Ten eleven.');
    expect(part('seven', 10)).toBe('Four five. Six seven eight nine. Ten eleven.');
    expect(part('seven', 11)).toBe('Four five. Six seven eight nine. Ten eleven. Twelve.');
    expect(part('One', 7)).toBe('One two three. Four five.');
  });

  it('is whole words around the place where a sentence is too long by itself', () => {
    expect(part('eight', 4)).toBe('seven eight');
    const long = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
    for (const [at, most] of [
      ['word0', 12],
      ['word30', 13],
      ['word59', 20],
    ] as const) {
      const { start, end } = fitSentences(long, long.indexOf(at), tokensOf(long), most);
      const words = long.slice(start, end).split(' ');
      expect(words).toContain(at);
      expect(words.length).toBe(most - 2);
      expect(words.every((word) => /^word\d+$/.test(word))).toBe(true);
    }
  });

  it('counts what lies between sentences', () => {
    const text = 'One two.\n\n\nThree four.\n\n\nFive six.';
    const tokens = [...text.matchAll(/\n|\S+/g)].map(({ 0: token, index }) => ({
      start: index,
      end: index + token.length,
    }));
    const fitted = (most: number) => {
      const { start, end } = fitSentences(text, text.indexOf('Three'), tokens, most);
      return text.slice(start, end);
    };
    expect(fitted(6)).toBe('Three four.');
    expect(fitted(7)).toBe('Three four.\n\n\nFive six.');
  });

  it('holds its place, also behind the last sentence', () => {
    const text = 'One two. Three four.\n\n';
    const { start, end } = fitSentences(text, text.length, tokensOf(text), 4);
    expect(text.slice(start, end)).toBe('Three four.\n\n');
  });

  it('begins with the rest of no word, where there are spaces', () => {
    const pieces = (text: string) => Array.from(text, (_, index) => ({ start: index, end: index + 1 }));
    const cut = (text: string, at: number, most: number) => {
      const { start, end } = fitSentences(text, at, pieces(text), most);
      return text.slice(start, end);
    };
    expect(cut('seven eight nine ten', 8, 10)).toBe(' eight ');
    expect(cut('seven eight nine ten', 20, 10)).toBe(' nine ten');
    expect(cut('今天的天气很好我们去公园', 6, 4)).toBe('天气很好');
  });
});
