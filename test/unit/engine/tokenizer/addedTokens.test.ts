import { describe, expect, it } from 'vitest';
import { createAddedTokenSplitter } from '../../../../src/engine/tokenizer/addedTokens.js';
import type { AddedToken } from '../../../../src/engine/tokenizer/tokenizerSchema.js';

const plain = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: false };

/** A splitter for these tokens, and what it makes of a text: each section, tokens in angle quotes. */
function splitter(...tokens: (Partial<AddedToken> & { content: string })[]): (text: string) => string[] {
  const split = createAddedTokenSplitter(
    tokens.map((token, id) => ({ token: { ...plain, ...token, id }, content: token.content })),
  );
  return (text) =>
    split(text).map(({ start, end, token }) => (token ? `‹${text.slice(start, end)}›` : text.slice(start, end)));
}

/* What tokenizers 0.21.4 does with the same tokens and texts. */
describe('added tokens', () => {
  it('are found leftmost first, the longest of those', () => {
    const split = splitter({ content: 'ab' }, { content: 'abc' }, { content: '$$' });
    expect(split('xabcab$$$')).toEqual(['x', '‹abc›', '‹ab›', '‹$$›', '$']);
  });

  it('stand alone where they have to: between what Rust’s \\w is not', () => {
    const split = splitter({ content: 'the', single_word: true });
    for (const alone of ['the', '(the)', '²the①', '-the½']) expect(split(alone)).toContain('‹the›');
    for (const part of ['athe', 'thes', 'the_', 'a\u0301the', 'the\u0301', 'the\u200Dx', '𝒜the', 'the٣']) {
      expect(split(part)).toEqual([part]);
    }
  });

  it('take in the white space beside them', () => {
    const split = splitter({ content: '<x>', lstrip: true, rstrip: true });
    expect(split('a \u3000<x>\n b')).toEqual(['a', '‹ \u3000<x>\n ›', 'b']);
    expect(split('<x> <x>')).toEqual(['‹<x> ›', '‹<x>›']);
  });

  it('leave another token what it begins with', () => {
    const split = splitter({ content: '<x>', lstrip: true, rstrip: true }, { content: '\n' }, { content: ' word' });
    expect(split('a <x>\n b')).toEqual(['a', '‹ <x>›', '‹\n›', ' b']);
    expect(split('<x> \n  b')).toEqual(['‹<x> ›', '‹\n›', '  b']);
    expect(split('<x> wordy')).toEqual(['‹<x>›', '‹ word›', 'y']);
    expect(split('x\n<x>y')).toEqual(['x', '‹\n›', '‹<x>›', 'y']);
  });
});
