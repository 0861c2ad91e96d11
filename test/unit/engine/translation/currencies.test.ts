import { expect, test } from 'vitest';
import { currencyIn, isHeldCurrency } from '../../../../src/engine/translation/currencies.js';

test.each([
  ['20 de lei', 20, 'English', '20 lei'],
  ['1 leu', 1, 'German', '1 Leu'],
  ['5 Lei', 5, 'French', '5 lei'],
  ['1,234.50 lei', 1234.5, 'en', '1,234.50 lei'],
  ['20 lei', 20, 'Romanian', '20 de lei'],
  ['19 lei', 19, 'ro', '19 lei'],
  ['101 lei', 101, 'ro', '101 lei'],
  ['200 lei', 200, 'ro', '200 de lei'],
  ['25 RON', 25, 'de', '25 RON'],
])('%s (%s) in %s', (amount, value, language, expected) => {
  expect(isHeldCurrency(amount)).toBe(true);
  expect(currencyIn(amount, value, language)).toBe(expected);
});

test.each(['50 dollars', '3 euros', '20 leie'])('%s is left to the model', (amount) =>
  expect(isHeldCurrency(amount)).toBe(false),
);
