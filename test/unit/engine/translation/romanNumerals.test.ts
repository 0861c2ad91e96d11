import { expect, test } from 'vitest';
import { romanNumerals } from '../../../../src/engine/translation/romanNumerals.js';

test.each([
  ['en', 'Louis XIV was a king.', ['Louis XIV']],
  ['en', 'George V and Henry VIII', ['George V', 'Henry VIII']],
  ['en', 'Read Chapter XII and part IV.', ['XII', 'IV']],
  ['fr', 'Je lis le chapitre IV.', ['IV']],
  ['de', 'Ludwig XIV. war ein König.', ['Ludwig XIV.']],
  ['de', 'Das ist Kapitel IV.', ['IV']],
  ['de', 'Das Haus XX.', ['XX']],
  ['es', 'El siglo XX fue largo.', ['XX']],
  ['en', 'Anna and I are here, in the XX century.', []],
  ['en', 'The IV is here; Louis XIVth; the size XL.', []],
  ['en', 'Plan IIII', []],
])('Roman numerals (%s): %s', (language, text, expected) => {
  expect(romanNumerals(text, language).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
});
