import { describe, expect, it } from 'vitest';
import { fitSpanToModel, type FittedSpan } from '../../../../../src/host/features/attention/fitSpanToModel.js';

/** A model that reads a token a word, between two special ones. */
function reading(text: string, maxLength: number | null): FittedSpan {
  const special = { id: 0, text: '[S]', start: null, end: null };
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    id: 1,
    text: word,
    start: index,
    end: index + word.length,
  }));
  return { tokens: [special, ...words, special], maxLength };
}

const TEXT = 'One two three. Four five. Six seven eight nine. Ten eleven. Twelve.';
const part = (at: string, maxLength: number | null, most = 512) => {
  const { start, end } = fitSpanToModel(TEXT, TEXT.indexOf(at), reading(TEXT, maxLength), most);
  return TEXT.slice(start, end);
};

describe('fitting', () => {
  it('is all of a text that fits', () => {
    expect(part('Six', 14)).toBe(TEXT);
    expect(part('Six', null)).toBe(TEXT);
  });

  it('is the sentence at the place, and its neighbours while there is room', () => {
    expect(part('seven', 6)).toBe('Six seven eight nine.');
    expect(part('seven', 8)).toBe('Six seven eight nine. Ten eleven.');
    expect(part('seven', 10)).toBe('Four five. Six seven eight nine. Ten eleven.');
    expect(part('seven', 11)).toBe('Four five. Six seven eight nine. Ten eleven. Twelve.');
    expect(part('One', 7)).toBe('One two three. Four five.');
  });

  it('has a limit of its own for models without one', () => {
    expect(part('seven', null, 6)).toBe('Six seven eight nine.');
  });

  it('is whole words around the place where a sentence is too long by itself', () => {
    expect(part('eight', 4)).toBe('seven eight');
    const long = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
    for (const [at, maxLength] of [
      ['word0', 12],
      ['word30', 13],
      ['word59', 20],
    ] as const) {
      const { start, end } = fitSpanToModel(long, long.indexOf(at), reading(long, maxLength), 512);
      const words = long.slice(start, end).split(' ');
      expect(words).toContain(at);
      expect(words.length).toBe(maxLength - 2);
      expect(words.every((word) => /^word\d+$/.test(word))).toBe(true);
    }
  });
});
