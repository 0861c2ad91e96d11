import { describe, expect, it } from 'vitest';
import { growRange, occurrences, putBy, type TextChange } from '../../../../src/host/editor/textChanges.js';

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
});

describe('putBy', () => {
  it.each([
    ['an insertion', [change(5, 5, 3)], [{ start: 5, end: 8 }]],
    ['a deletion', [change(5, 9, 0)], [{ start: 5, end: 5 }]],
    [
      'changes from the end to the beginning',
      [change(20, 22, 1), change(5, 5, 3)],
      [
        { start: 23, end: 24 },
        { start: 5, end: 8 },
      ],
    ],
    [
      'changes from the beginning to the end',
      [change(5, 5, 3), change(20, 22, 1)],
      [
        { start: 5, end: 8 },
        { start: 20, end: 21 },
      ],
    ],
    [
      'a change that takes the end of an earlier one away',
      [change(5, 5, 3), change(7, 10, 1)],
      [
        { start: 5, end: 8 },
        { start: 7, end: 8 },
      ],
    ],
  ])('finds %s', (_, changes, expected) => {
    expect(putBy(changes)).toEqual(expected);
  });
});

describe('occurrences', () => {
  it('finds every place, overlapping ones included', () => {
    expect(occurrences('one two two', 'two').map(({ start }) => start)).toEqual([4, 8]);
    expect(occurrences('aaa', 'aa').map(({ start }) => start)).toEqual([0, 1]);
  });

  it('finds nothing for what is gone or empty', () => {
    expect(occurrences('one', 'two')).toEqual([]);
    expect(occurrences('one', '')).toEqual([]);
  });
});
