import type { Span, Token } from '../../../src/protocol/engine/index.js';
import { splitWords } from '../../../src/text/wordSpans.js';

/** Words of a text, signs left out; a Chinese character is one. UTF-16 units. */
export function wordsOf(text: string): Span[] {
  return splitWords(text).filter(({ start, end }) => /[\p{L}\p{N}]/u.test(text.slice(start, end)));
}

/** Sums what tokens have onto words, by the letters that they share: a token counts for the word that it ends in. */
export function sumByWord(
  text: string,
  words: readonly Span[],
  tokens: readonly (Pick<Token, 'start' | 'end'> & { value: number | null })[],
): (number | null)[] {
  const sums: (number | null)[] = words.map(() => null);
  for (const { start, end, value } of tokens) {
    if (start === null || end === null || value === null) continue;
    const lead = start + text.slice(start, end).length - text.slice(start, end).trimStart().length;
    const at = words.findLastIndex((word) => word.start < end && word.end > lead);
    if (at >= 0) sums[at] = (sums[at] ?? 0) + value;
  }
  return sums;
}
