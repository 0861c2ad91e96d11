import { describe, expect, it } from 'vitest';
import { cursorsAfter } from '../../../src/host/text/cursors.js';

const cursor = (at: number) => ({ start: at, end: at });

describe('cursorsAfter', () => {
  it('puts a cursor in a replaced text, or at its edge, behind the new one', () => {
    const changes = [{ start: 10, end: 16, length: 3 }];
    expect(cursorsAfter([cursor(10), cursor(12), cursor(16)], changes)).toEqual([13, 13, 13]);
  });

  it('counts the changes before it, in whatever order they come', () => {
    const changes = [
      { start: 20, end: 26, length: 3 },
      { start: 0, end: 6, length: 8 },
    ];
    expect(cursorsAfter([cursor(22), cursor(3)], changes)).toEqual([25, 8]);
  });

  it('leaves other cursors, selections and insertions to the editor', () => {
    expect(cursorsAfter([cursor(3), { start: 10, end: 16 }], [{ start: 10, end: 16, length: 3 }])).toEqual([null, null]);
    expect(cursorsAfter([cursor(10)], [{ start: 10, end: 10, length: 3 }])).toEqual([null]);
  });
});
