import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../src/documents/index.js';

/** Of `source` as a whole paragraph. */
const write = (words: string, source: string) => parseDocument(source, 'markdown').units[0]!.write(words, source);

describe('words of Markdown', () => {
  it('are no signs where they come to stand', () => {
    expect(write('*a b*', 'a* b *c')).toBe('\\*a b\\*');
    expect(write('2 * 3 and a_b', '2 * 3 and a_b c')).toBe('2 * 3 and a_b');
    expect(write('_a_', 'a _ b')).toBe('\\_a\\_');
  });

  it('begin no block, as a single sign or number either', () => {
    expect(write('-', 'a - b')).toBe('\\-');
    expect(write('- a', 'a - b')).toBe('\\- a');
    expect(write('1999.', 'In 1999.')).toBe('1999\\.');
    expect(write('#', 'a # b')).toBe('\\#');
  });
});
