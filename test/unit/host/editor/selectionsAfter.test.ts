import { describe, expect, it } from 'vitest';
import { moveSelections } from '../../../../src/host/editor/selectionsAfter.js';

const cursor = (at: number) => ({ start: at, end: at });

describe('selectionsAfter', () => {
  it('puts a cursor in a replaced text, or at its edge, behind the new one', () => {
    const changes = [{ start: 10, end: 16, length: 3 }];
    expect(moveSelections([cursor(10), cursor(12), cursor(16)], changes)).toEqual([cursor(13), cursor(13), cursor(13)]);
  });

  it('counts the changes before it, in whatever order they come', () => {
    const changes = [
      { start: 20, end: 26, length: 3 },
      { start: 0, end: 6, length: 8 },
    ];
    expect(moveSelections([cursor(22), cursor(3)], changes)).toEqual([cursor(25), cursor(8)]);
  });

  it('does not let a selection grow by what is inserted at its end', () => {
    const changes = [
      { start: 5, end: 5, length: 4 },
      { start: 20, end: 20, length: 6 },
    ];
    const selections = [
      { start: 0, end: 5 },
      { start: 10, end: 20 },
    ];
    expect(moveSelections(selections, changes)).toEqual([
      { start: 0, end: 5 },
      { start: 14, end: 24 },
    ]);
  });

  it('leaves the rest to the editor', () => {
    expect(moveSelections([cursor(3), { start: 10, end: 16 }], [{ start: 10, end: 16, length: 3 }])).toEqual([
      null,
      null,
    ]);
    expect(moveSelections([cursor(10)], [{ start: 10, end: 10, length: 3 }])).toEqual([null]);
  });
});
