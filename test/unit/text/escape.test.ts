import { describe, expect, it } from 'vitest';
import { escapeMarkup, replaceUnprintable } from '../../../src/text/escape.js';

describe('text for markup', () => {
  it('is escaped for elements and quoted attributes', () => {
    expect(escapeMarkup(`<a b="c" d='e'>&amp;`)).toBe('&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;');
  });

  it('has signs for what files cannot carry, or nothing', () => {
    const text = 'a\u0000b\u0085c\ud800d\uffffe\u007f';
    expect(replaceUnprintable(text)).toBe('a\ufffdb\ufffdc\ufffdd\ufffde\ufffd');
    expect(escapeMarkup(text, '')).toBe('abcde');
    expect(escapeMarkup(text)).toBe(replaceUnprintable(text));
  });

  it('keeps lines, tabs and characters of two units', () => {
    expect(replaceUnprintable('a\tb\r\nc😀\u2028')).toBe('a\tb\r\nc😀\u2028');
  });
});
