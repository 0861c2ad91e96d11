import type { Token } from '../../../src/protocol/engine/index.js';

/** A token that stands for text, and its place among all. */
export interface TextToken {
  index: number;
  token: Token;
}

/** The tokens that stand for text, special ones left out. */
export const textTokens = (tokens: readonly Token[]): TextToken[] =>
  tokens.flatMap((token, index) => (token.start === null ? [] : [{ index, token }]));

/** A list in parts of at most so many. */
export function inChunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
