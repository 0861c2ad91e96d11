import { segmenterFor } from './segments.js';
import { lineAt, type TextSpan } from './span.js';

/** So much of a long line is looked at on each side of a place, in UTF-16 units, unless a word is longer. */
const REACH = 1000;

/**
 * The word at a place, or the one that ends there; null between words. Words are Unicode's: "don't" is one, Chinese is
 * cut by ICU's dictionary.
 */
export function wordSpanAt(text: string, offset: number): TextSpan | null {
  const from = Math.max(0, offset - REACH);
  const near = text.slice(from, offset + REACH);
  const { start, end } = lineAt(near, offset - from);
  const found = wordIn(near.slice(start, end), offset - from - start, from + start);
  const isCut =
    found !== null &&
    ((found.start === from && from > 0) || (found.end === from + near.length && found.end < text.length));
  if (!isCut) return found;
  const line = lineAt(text, offset);
  return wordIn(text.slice(line.start, line.end), offset - line.start, line.start);
}

/** @param at in the stretch, which begins at `start` */
function wordIn(stretch: string, at: number, start: number): TextSpan | null {
  const words = segmenterFor('word', 'en').segment(stretch);
  for (const place of [at, at - 1]) {
    const found = place >= 0 ? words.containing(place) : undefined;
    if (found?.isWordLike) return { start: start + found.index, end: start + found.index + found.segment.length };
  }
  return null;
}

export type LetterCase = 'lower' | 'Capital' | 'UPPER';

/** How a word is written; null when it has no letter with case, or mixed ones ("iPhone"). One capital is a capital. */
export function letterCaseOf(word: string): LetterCase | null {
  if (!/[\p{Lu}\p{Ll}\p{Lt}]/u.test(word)) return null;
  const isLower = word === word.toLowerCase();
  if (isLower) return 'lower';
  if (word === matchCase(word.toLowerCase(), 'Capital')) return 'Capital';
  return word === word.toUpperCase() ? 'UPPER' : null;
}

/** The word written that way: `Capital` raises its first letter and leaves the others. */
export function matchCase(word: string, like: LetterCase): string {
  switch (like) {
    case 'lower':
      return word.toLowerCase();
    case 'UPPER':
      return word.toUpperCase();
    case 'Capital':
      return word.replace(/\p{L}/u, (letter) => letter.toUpperCase());
  }
}

/** Whether a place is the first of its sentence, but for quotation marks, brackets and signs before it. */
export function startsSentence(sentence: string, offset: number): boolean {
  return !/[\p{L}\p{N}\p{Sc}_]/u.test(sentence.slice(0, offset));
}
