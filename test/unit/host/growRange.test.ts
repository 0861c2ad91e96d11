import { describe, expect, it } from 'vitest';
import { growRange, growThrough } from '../../../src/host/attention/growRange.js';
import type { TextChange } from '../../../src/host/text/moveRange.js';

const change = (start: number, end: number, length: number): TextChange => ({ start, end, length });
const range = { start: 4, end: 8 };

describe('growRange', () => {
  it.each([
    ['an insertion before', change(1, 1, 3), { start: 7, end: 11 }],
    ['an insertion exactly at the start', change(4, 4, 2), { start: 6, end: 10 }],
    ['an insertion exactly at the end', change(8, 8, 2), range],
    ['a change behind', change(9, 12, 0), range],
    ['an insertion inside', change(5, 5, 3), { start: 4, end: 11 }],
    ['a deletion inside', change(5, 7, 0), { start: 4, end: 6 }],
    ['a replacement of all of it', change(4, 8, 1), { start: 4, end: 5 }],
    ['a deletion of all of it', change(4, 8, 0), { start: 4, end: 4 }],
    ['a deletion over the start', change(3, 5, 0), null],
    ['a deletion over the end', change(7, 9, 0), null],
  ])('follows %s', (_, one, expected) => {
    expect(growRange(range, one)).toEqual(expected);
  });

  it('follows changes one after the other, and gives up once its ends are lost', () => {
    expect(growThrough(range, [change(6, 6, 2), change(0, 1, 0)])).toEqual({ start: 3, end: 9 });
    expect(growThrough(range, [change(3, 5, 0), change(0, 0, 9)])).toBeNull();
  });
});
