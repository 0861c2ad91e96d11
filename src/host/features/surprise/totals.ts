import type { WordBits } from './wordBits.js';

/** What the words of a stretch come to. */
export interface Totals {
  bits: number;
  /** that have a figure */
  words: number;
  tokens: number;
  bytes: number;
}

export const NOTHING: Totals = { bits: 0, words: 0, tokens: 0, bytes: 0 };

export function add(one: Totals, other: Totals): Totals {
  return {
    bits: one.bits + other.bits,
    words: one.words + other.words,
    tokens: one.tokens + other.tokens,
    bytes: one.bytes + other.bytes,
  };
}

/** A sign is no word to be counted, but its bits are the text's. */
const isWord = (text: string) => /[\p{L}\p{N}]/u.test(text);

/** Sums up the words that have a figure; signs of punctuation add bits, tokens and bytes, and are no words. */
export function totalsOf(words: readonly Pick<WordBits, 'text' | 'bits' | 'tokens' | 'bytes'>[]): Totals {
  return words.reduce(
    (sum, { text, bits, tokens, bytes }) =>
      bits === null ? sum : add(sum, { bits, words: isWord(text) ? 1 : 0, tokens, bytes }),
    NOTHING,
  );
}

/** UTF-8 bytes of a token, before any was read. */
const USUAL_BYTES = 4;

/** About how many tokens so many bytes have, by what was read of the text so far. */
export const tokensIn = (bytes: number, { tokens, bytes: read }: Totals): number =>
  Math.ceil(bytes / (tokens > 0 ? read / tokens : USUAL_BYTES));

/** Figures that texts of different lengths are compared by; null where nothing was scored. */
export interface Rates {
  bitsPerWord: number;
  bitsPerByte: number;
  /** 2^(bits / tokens): per token of the model, so only models with one vocabulary compare */
  perplexity: number;
}

export function ratesOf({ bits, words, tokens, bytes }: Totals): Rates | null {
  if (words === 0 || tokens === 0 || bytes === 0) return null;
  return { bitsPerWord: bits / words, bitsPerByte: bits / bytes, perplexity: 2 ** (bits / tokens) };
}
