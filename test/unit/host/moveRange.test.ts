import { describe, expect, it } from 'vitest';
import { moveRange, moveThrough, onlyPlace, type TextChange } from '../../../src/host/text/moveRange.js';

const change = (start: number, end: number, length: number): TextChange => ({ start, end, length });
const range = { start: 4, end: 8 };

describe('moveRange', () => {
  it.each([
    ['an insertion before', change(1, 1, 3), { start: 7, end: 11 }],
    ['a deletion before', change(0, 3, 0), { start: 1, end: 5 }],
    ['a replacement that ends at the start', change(2, 4, 5), { start: 7, end: 11 }],
    ['an insertion exactly at the start', change(4, 4, 2), { start: 6, end: 10 }],
    ['an insertion exactly at the end', change(8, 8, 2), range],
    ['a change behind', change(9, 12, 0), range],
    ['an insertion inside', change(5, 5, 1), null],
    ['a deletion inside', change(5, 6, 0), null],
    ['a replacement of the same length inside', change(5, 6, 1), null],
    ['a deletion over the start', change(3, 5, 0), null],
    ['a deletion over the end', change(7, 9, 0), null],
    ['a deletion of the whole', change(4, 8, 0), null],
    ['a replacement of everything', change(0, 20, 20), null],
    ['nothing, inside', change(6, 6, 0), range],
  ])('follows %s', (_, one, expected) => {
    expect(moveRange(range, one)).toEqual(expected);
  });

  it('moves an empty range as a cursor', () => {
    expect(moveRange({ start: 4, end: 4 }, change(4, 4, 2))).toEqual({ start: 6, end: 6 });
    expect(moveRange({ start: 4, end: 4 }, change(5, 6, 0))).toEqual({ start: 4, end: 4 });
    expect(moveRange({ start: 4, end: 4 }, change(3, 5, 0))).toBeNull();
  });
});

/** A small generator of its own, so that a failure can be repeated (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

describe('moveThrough, against units that carry a name', () => {
  it.each(Array.from({ length: 300 }, (_, seed) => seed))('seed %i', (seed) => {
    const next = random(seed);
    let named = 0;
    const fresh = (length: number) => Array.from({ length }, () => named++);
    let units = fresh(30);
    const start = next(25);
    const before = { start, end: start + 1 + next(5) };
    const followed = units.slice(before.start, before.end);
    const changes: TextChange[] = [];
    for (let step = 0; step < 1 + next(4); step += 1) {
      const from = next(units.length + 1);
      const to = Math.min(units.length, from + next(6));
      const put = fresh(next(5));
      units = [...units.slice(0, from), ...put, ...units.slice(to)];
      changes.push(change(from, to, put.length));
    }
    const at = units.indexOf(followed[0]!);
    const intact = at >= 0 && followed.every((name, index) => units[at + index] === name);
    expect(moveThrough(before, changes)).toEqual(intact ? { start: at, end: at + followed.length } : null);
  });
});

describe('onlyPlace', () => {
  it('finds what stands in one place', () => {
    expect(onlyPlace('one two three', 'two')).toEqual({ start: 4, end: 7 });
  });

  it('does not guess between two places, overlapping ones included', () => {
    expect(onlyPlace('two two', 'two')).toBeNull();
    expect(onlyPlace('aaa', 'aa')).toBeNull();
  });

  it('finds nothing for what is gone or empty', () => {
    expect(onlyPlace('one', 'two')).toBeNull();
    expect(onlyPlace('one', '')).toBeNull();
  });
});
