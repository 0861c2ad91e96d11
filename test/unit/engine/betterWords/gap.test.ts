import { describe, expect, it } from 'vitest';
import { changedArticle, filled, gapAt, inItsCase, withArticle } from '../../../../src/engine/betterWords/gap.js';

const gapOf = (marked: string) => {
  const [before = '', word = '', after = ''] = marked.split('*');
  return gapAt(before + word + after, { start: before.length, end: before.length + word.length });
};

describe('a gap', () => {
  it('is filled with other words, the article fitted', () => {
    const gap = withArticle(gapOf('He lives in a *big* house.'));
    expect(changedArticle(gap, 'enormous')).toBe('an');
    expect(changedArticle(gap, 'huge')).toBeUndefined();
    expect(filled(gap, 'huge')).toEqual({ text: 'He lives in a huge house.', start: 14, end: 18 });
    expect(filled(gap, 'enormous', 'an')).toEqual({ text: 'He lives in an enormous house.', start: 15, end: 23 });
  });

  it('leaves an article alone that does not go with its word', () => {
    const gap = withArticle(gapOf('a *apple*'));
    expect(changedArticle(gap, 'orange')).toBeUndefined();
    expect(filled(gap, 'pear').text).toBe('a pear');
  });

  it.each([
    ['*Big* dogs', 'huge', 'Huge'],
    ['BIG *DOGS*', 'cats', 'CATS'],
    ['a *dog*', 'cat', 'cat'],
    ['a *Dog*', 'McDonald', 'McDonald'],
    ['*天气*', '气候', '气候'],
  ])('%s: %s becomes %s', (marked, word, expected) => expect(inItsCase(gapOf(marked), word)).toBe(expected));

  it.each([
    ['a word', 2, 2],
    ['a word', 4, 2],
    ['a word', 2, 7],
    ['a word', 1, 2],
    ['', 0, 0],
  ])('of %j from %d to %d is none', (text, start, end) => {
    expect(() => gapAt(text, { start, end })).toThrow(/hold no word/);
  });
});
