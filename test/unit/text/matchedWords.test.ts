import { describe, expect, it } from 'vitest';
import { matchedWords, tellingWords } from '../../../src/text/matchedWords.js';

const found = (text: string, ...terms: string[]) =>
  matchedWords(text, terms).map(({ start, end }) => text.slice(start, end));

it('words of one or two letters are no reason where longer ones matched, too', () => {
  expect(tellingWords(['a', 'fox', 'of'], ['a', 'fox', 'of'])).toEqual(['fox']);
  expect(tellingWords(['a'], ['a', 'fox'])).toEqual([]);
  expect(tellingWords(['a', 'of'], ['a', 'of'])).toEqual(['a', 'of']);
  expect(tellingWords(['狐', 'a'], ['狐', 'a'])).toEqual(['狐']);
});

describe('the words that a question has matched', () => {
  it('are whole words in whatever case', () => {
    expect(found('The Fox, the foxes and the fox.', 'fox')).toEqual(['Fox', 'fox']);
    expect(found('Ein Öl, ein ÖL, ein Ölfeld', 'Öl')).toEqual(['Öl', 'ÖL']);
  });

  it('are characters wherever they stand in scripts without spaces, together where they touch', () => {
    expect(found('老狐狸在狐狸洞里', '狐狸')).toEqual(['狐狸', '狐狸']);
    expect(found('狐狸洞', '狐狸', '狸洞')).toEqual(['狐狸洞']);
  });

  it('are none where there are no terms', () => {
    expect(found('The fox.')).toEqual([]);
    expect(found('', 'fox')).toEqual([]);
  });
});
