import { describe, expect, it } from 'vitest';
import { completed, isBeginning, wordsOfGap } from '../../../../../src/host/features/surprise/expectedWords.js';

const generated = (text: string, finish: 'eos' | 'length' = 'length') => ({
  sequences: [{ ids: [], text, logProbability: 0, score: 0, finish }],
});

describe('a token is the beginning of what could stand in a word’s place', () => {
  it.each([
    [' cat', true, 'dog', true],
    ['cat', true, 'dog', false],
    ['Cat', false, 'Dog', true],
    [' ', true, 'dog', false],
    ['.', false, 'dog', false],
    ['.', false, ',', true],
    [' \uFFFD', true, 'dog', false],
    [' 19', true, 'dog', true],
  ])('%j, apart: %s, for %j: %s', (token, isApart, word, expected) => {
    expect(isBeginning(token, isApart, word)).toBe(expected);
  });
});

describe('a token is gone on with to the end of its word', () => {
  it.each([
    [' un', 'believable. It', 'unbelievable'],
    [' cat', ' sat on', 'cat'],
    [' cat', ', and', 'cat'],
  ])('%j and %j', (token, rest, word) => {
    expect(completed(token, generated(rest))).toBe(word);
  });

  it('and is none where that does not come', () => {
    expect(completed(' un', generated('believabl'))).toBeNull();
    expect(completed(' end', generated('', 'eos'))).toBe('end');
  });
});

it('words of a gap have the letters of the word, and are others', () => {
  const candidates = [
    { id: 1, text: 'bank', probability: 0.5 },
    { id: 2, text: 'side', probability: 0.2 },
  ];
  const masks = [
    { index: 0, start: 4, end: 10, candidates: [] },
    { index: 1, start: 20, end: 26, candidates },
  ];
  expect(wordsOfGap({ masks }, 20, 'Bank')).toEqual([{ text: 'Side', probability: 0.2 }]);
  expect(wordsOfGap({ masks }, 21, 'Bank')).toEqual([]);
});
