import { describe, expect, test } from 'vitest';
import { truncateAtStop, streamUntilStop } from '../../../../src/engine/generation/stopStrings.js';

/** A stream whose "tokens" are pieces of text. */
function stream(pieces: readonly string[], stop: readonly string[]): string[] {
  const held = streamUntilStop({ push: (id) => pieces[id]!, end: () => '' }, stop);
  return [...pieces.map((_, id) => held.push(id)), held.end()];
}

describe('text until a stop string', () => {
  test.each([
    { pieces: ['a', 'b', 'c'], stop: ['x'], texts: ['a', 'b', 'c', ''] },
    { pieces: ['one.', ' Two'], stop: ['.'], texts: ['one', '', ''] },
    { pieces: ['a\n', '\nb'], stop: ['\n\n'], texts: ['a', '', ''] },
    { pieces: ['a\n', 'b'], stop: ['\n\n'], texts: ['a', '\nb', ''] },
    { pieces: ['a', '\n'], stop: ['\n\n'], texts: ['a', '', '\n'] },
    { pieces: ['E', 'N', 'END', '!'], stop: ['END'], texts: ['', '', 'EN', '', ''] },
    { pieces: ['abab', 'c'], stop: ['ababc', 'bc'], texts: ['', '', ''] },
    { pieces: ['xx1', '2'], stop: ['12', '1'], texts: ['xx', '', ''] },
  ])('$pieces with $stop streams $texts', ({ pieces, stop, texts }) => {
    const streamed = stream(pieces, stop);
    expect(streamed.join('')).toBe(truncateAtStop(pieces.join(''), stop));
    expect(streamed).toEqual(texts);
  });

  test('the first of several stop strings ends the text', () => {
    expect(truncateAtStop('a, b. c', ['.', ','])).toBe('a');
    expect(truncateAtStop('abc', [])).toBe('abc');
  });
});
