import { expect, test } from 'vitest';
import { wordNames } from '../../../../src/engine/translation/wordNames.js';

const namesIn = (text: string, language = 'English') =>
  wordNames(text, language).map(({ start, end }) => text.slice(start, end));

test.each([
  ['I met Will yesterday.', ['Will']],
  ['We need Will for the party, and Grace.', ['Will', 'Grace']],
  ['Mr. Black is white, and Mrs White lives here.', ['Black', 'White']],
  ['I asked Dr. Rose.', ['Rose']],
  ['I will ask him.', []],
  ['Will you come?', []],
  ['Pay the Bill.', []],
  ['When Will Smith came', []],
  ['How to Mark Your Text', []],
  ['Thank you, Mr. President.', []],
  ['Mr. Black’s house', []],
])('names that are words as well: %s', (text, expected) => {
  expect(namesIn(text)).toEqual(expected);
  expect(namesIn(text, 'German')).toEqual([]);
});
