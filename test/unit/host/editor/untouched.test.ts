import { describe, expect, it, vi } from 'vitest';

vi.mock('vscode', () => ({}));
const { untouched } = await import('../../../../src/host/editor/trackedSpans.js');

const SPAN = { start: 10, end: 14 };

describe('a stretch after changes', () => {
  it('moves with what is changed before it', () => {
    expect(untouched(SPAN, [{ start: 0, end: 2, length: 5 }])).toEqual({ start: 13, end: 17 });
    expect(untouched(SPAN, [{ start: 14, end: 14, length: 3 }])).toEqual(SPAN);
    expect(untouched(SPAN, [{ start: 10, end: 10, length: 3 }])).toEqual({ start: 13, end: 17 });
  });

  it('is gone when its words are changed', () => {
    expect(untouched(SPAN, [{ start: 12, end: 12, length: 1 }])).toBeNull();
    expect(untouched(SPAN, [{ start: 13, end: 15, length: 2 }])).toBeNull();
    expect(untouched(SPAN, [{ start: 0, end: 20, length: 20 }])).toBeNull();
  });

  it('follows one change after the other', () => {
    const changes = [
      { start: 0, end: 0, length: 10 },
      { start: 5, end: 15, length: 0 },
    ];
    expect(untouched(SPAN, changes)).toEqual(SPAN);
  });
});
