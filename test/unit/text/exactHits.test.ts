import { describe, expect, it } from 'vitest';
import { firstWithExact, holdsAllWords } from '../../../src/text/exactHits.js';

describe('all words of a question', () => {
  it.each([
    ['The old Fox ran.', 'fox old', true],
    ['The old Fox ran.', '“Fox”?', true],
    ['The old foxes ran.', 'fox', false],
    ['The fox.', 'the old fox', false],
    ['Ein Großer Hund', 'großer', true],
    ['我喜欢狐狸和狗。', '狐狸', true],
    ['我喜欢狐狸和狗。', '狐狸 猫', false],
    ['לילה טוב לכולם', 'טוב', true],
    ['Fox', '…', false],
    ['', 'fox', false],
    ['', '', false],
  ])('in “%s” for “%s”: %s', (text, question, expected) => {
    expect(holdsAllWords(text, question)).toBe(expected);
  });
});

describe('the first of what a model has put in order', () => {
  const all = (text: string) =>
    [...text].map((letter, at) => ({ letter, words: letter >= 'A' && letter <= 'Z' ? { rank: 100 - at } : null }));
  /** Capitals have all words; of those the later are better by words. */
  const first = (text: string, most: number) =>
    firstWithExact(all(text), most, ({ words }) => words !== null)
      .map(({ letter }) => letter)
      .join('');

  it.each([
    ['abcdef', 3, 'abc'],
    ['abcdeF', 3, 'abF'],
    ['abcDEF', 3, 'aFE'],
    ['AbcDeF', 3, 'AFD'],
    ['ABCDEF', 3, 'ABC'],
    ['abC', 3, 'abC'],
    ['aBCD', 1, 'a'],
    ['aB', 5, 'aB'],
    ['', 3, ''],
  ])('%s, %i of them: %s', (text, most, expected) => {
    expect(first(text, most)).toBe(expected);
  });
});
