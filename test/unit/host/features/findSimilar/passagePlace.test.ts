import { describe, expect, it } from 'vitest';
import { lineAndColumn, passagePlace } from '../../../../../src/host/features/findSimilar/passagePlace.js';

describe('a passage of a file', () => {
  it('stands at its place in a text that is as the file', () => {
    expect(passagePlace('one two two', 'two', 8)).toEqual({ start: 8, end: 11 });
  });

  it('stands where the same words are nearest in a text that was changed', () => {
    const text = 'two. New words were put in. two. And two.';
    expect(passagePlace(text, 'two', 30)).toEqual({ start: 28, end: 31 });
    expect(passagePlace(text, 'two', 0)).toEqual({ start: 0, end: 3 });
    expect(passagePlace(text, 'two', 38)).toEqual({ start: 37, end: 40 });
  });

  it('is found with other line ends, of one or of both kinds', () => {
    const unix = 'a\none\ntwo\nthree';
    expect(passagePlace(unix, 'one\r\ntwo', 3)).toEqual({ start: 2, end: 9 });
    const windows = unix.replaceAll('\n', '\r\n');
    expect(passagePlace(windows, 'one\ntwo\r\nthree', 2)).toEqual({ start: 3, end: windows.length });
  });

  it('is nowhere when its words are', () => {
    expect(passagePlace('one two', 'three', 0)).toBeNull();
    expect(passagePlace('one two', '', 0)).toBeNull();
  });
});

describe('a place', () => {
  it.each([
    [0, 1, 1],
    [2, 1, 3],
    [3, 2, 1],
    [6, 3, 1],
    [7, 3, 2],
    [9, 4, 1],
  ])('at %d is in line %d, column %d', (at, line, column) => {
    expect(lineAndColumn('ab\ncd\ref\r\ngh'.replace('ef', 'e'), at)).toEqual({ line, column });
  });
});
