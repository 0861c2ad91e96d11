import type { Token } from '../protocol/engine/values.js';

/**
 * Names a decoder's positions by the token that each writes: the one after the token that it reads (Vaswani et al. 2017,
 * section 3.1: outputs are offset by one position). What the last position writes is none of the tokens.
 * @param read in order, the start token of an encoder-decoder first
 * @param last what stands for what comes after the last token
 */
export function writtenTokens(read: readonly Token[], last: string): Token[] {
  return [...read.slice(1), { id: -1, text: last, start: null, end: null }];
}
