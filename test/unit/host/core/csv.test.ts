import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { toCsv } from '../../../../src/host/core/csv.js';

it('writes rows that a reader of CSV gives back', () => {
  const rows = [
    ['kind', 'a, b', 'say "x"'],
    ['', 'two\nlines', 'plain'],
  ];
  expect(parse(toCsv(rows))).toEqual(rows);
  expect(toCsv([['a', 1.5]])).toBe('a,1.5\r\n');
});
