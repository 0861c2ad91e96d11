import { expect, it } from 'vitest';
import { surpriseCsv } from '../../../../../src/host/features/surprise/surpriseCsv.js';

const word = (text: string, start: number, bits: number | null) => ({
  text,
  place: { start, end: start + text.length },
  bits,
});

it('has a line for each word with the bits of both models, in the order of the text', () => {
  const first = [word('The', 0, null), word('cat', 4, 7.25), word('=sum', 8, 1)];
  const second = [word('cat', 4, 2.123456), word('The', 0, 3)];
  expect(surpriseCsv(first, second, { first: 'causal a', second: 'pseudo b' })).toBe(
    "word,start,bits causal a,bits pseudo b\r\nThe,0,,3\r\ncat,4,7.25,2.1235\r\n'=sum,8,1,\r\n",
  );
});

it('has its head where nothing is scored', () => {
  expect(surpriseCsv([], [], { first: 'causal', second: 'pseudo' })).toBe('word,start,bits causal,bits pseudo\r\n');
});
