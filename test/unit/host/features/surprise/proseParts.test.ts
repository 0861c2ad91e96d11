import { describe, expect, it } from 'vitest';
import {
  contextBefore,
  contextBehind,
  passagesOf,
  readPart,
} from '../../../../../src/host/features/surprise/proseParts.js';

describe('the prose of a part', () => {
  it('is without code and signs, and every letter knows its place', () => {
    const part = '# Title\n\nSome **bold** words\nand `code`.\n\n```\nnot prose\n```\n\n- item\n';
    const { text, starts, ends } = readPart(part, 'markdown');
    expect(text).toBe('Title\n\nSome bold words and code.\n\nitem');
    expect(starts).toHaveLength(text.length);
    expect(ends).toHaveLength(text.length);
    const at = text.indexOf('bold');
    expect(part.slice(starts[at], ends[at + 3])).toBe('bold');
  });

  it('is nothing where there is none', () => {
    expect(readPart('```\ncode\n```\n', 'markdown').text).toBe('');
    expect(readPart('\n \n', 'plain').text).toBe('');
  });
});

describe('passages', () => {
  const text = 'One two three. Four five six! Seven eight nine ten eleven twelve. End.';

  it('are whole sentences up to a length, and all of the text', () => {
    const passages = passagesOf(text, 32);
    expect(passages.map(({ start, end }) => text.slice(start, end))).toEqual([
      'One two three. Four five six!',
      'Seven eight nine ten eleven',
      'twelve. End.',
    ]);
  });

  it.each(['word '.repeat(400), 'x'.repeat(1000), '😀'.repeat(500), '春眠不覚暁'.repeat(100)])(
    'cut what has no sentences, and no character',
    (long) => {
      const passages = passagesOf(long, 101);
      expect(
        passages
          .map(({ start, end }) => long.slice(start, end))
          .join('')
          .replace(/\s/g, ''),
      ).toBe(long.replace(/\s/g, ''));
      for (const { start, end } of passages) {
        expect(end - start).toBeLessThanOrEqual(101);
        expect(end - start).toBeGreaterThan(0);
        expect(long.slice(start, end)).not.toMatch(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/);
      }
    },
  );

  it('have none of nothing', () => {
    expect(passagesOf('', 100)).toEqual([]);
  });
});

describe('what is read around', () => {
  it('begins and ends with whole words', () => {
    expect(contextBefore('one two three ', 8)).toBe('three ');
    expect(contextBefore('one two', 20)).toBe('one two');
    expect(contextBehind(' one two three', 8)).toBe(' one');
    expect(contextBehind(' one', 20)).toBe(' one');
  });

  it('begins and ends with whole characters where there are no words', () => {
    expect(contextBefore('😀😀😀', 3)).toBe('😀');
    expect(contextBehind('😀😀😀', 3)).toBe('😀');
  });
});
