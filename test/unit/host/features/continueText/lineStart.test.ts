import { describe, expect, it } from 'vitest';
import { lineStartAt } from '../../../../../src/host/features/continueText/lineStart.js';

describe('where a continuation begins', () => {
  it.each([
    ['Some prose', 'prose', ''],
    ['', 'prose', ''],
    ['- milk', 'item', '- '],
    ['Buy:\n  * milk and', 'item', '  * '],
    ['1. one\n2. two', 'item', '3. '],
    ['9) nine', 'item', '10) '],
    ['> - quoted', 'item', '> - '],
    ['- [x] done', 'item', '- [ ] '],
    ['-  wide', 'item', '-  '],
    ['# Heading', 'heading', ''],
    ['### The long', 'heading', ''],
    ['#hashtag', 'prose', ''],
    ['-5 degrees', 'prose', ''],
    ['1984 was', 'prose', ''],
  ])('in %j', (before, kind, marker) => {
    expect(lineStartAt(before)).toEqual({ kind, marker, opensItem: false });
  });

  it('on the empty line below an item', () => {
    expect(lineStartAt('- milk\n')).toEqual({ kind: 'item', marker: '- ', opensItem: true });
    expect(lineStartAt('1. one\r\n2. two\r\n')).toEqual({ kind: 'item', marker: '3. ', opensItem: true });
    expect(lineStartAt('- milk\n\n')).toEqual({ kind: 'prose', marker: '', opensItem: false });
    expect(lineStartAt('Prose.\n')).toEqual({ kind: 'prose', marker: '', opensItem: false });
  });
});
