import { sentenceAround } from './sentences.js';
import { lineAt, type Span } from './span.js';

/** Made on first use: the first segmenter of a process loads ICU's data, about 8 ms of an extension's activation. */
let segmenter: Intl.Segmenter | undefined;

/**
 * The word at a place, or the one that ends there; null between words. Words are Unicode's: "don't" is one, Chinese is
 * cut by ICU's dictionary.
 */
export function wordAt(text: string, offset: number): Span | null {
  const { start, end } = lineAt(text, offset);
  segmenter ??= new Intl.Segmenter('en', { granularity: 'word' });
  const segments = segmenter.segment(text.slice(start, end));
  for (const at of [offset - start, offset - start - 1]) {
    const found = at >= 0 ? segments.containing(at) : undefined;
    if (found?.isWordLike) return { start: start + found.index, end: start + found.index + found.segment.length };
  }
  return null;
}

export type LetterCase = 'lower' | 'Capital' | 'UPPER';

/** How a word is written; null when it has no letter with case, or mixed ones ("iPhone"). One capital is a capital. */
export function caseOf(word: string): LetterCase | null {
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

/** How far back a word is looked for that shows at once that a sentence has begun, in UTF-16 units. */
const NEAR = 20;

/** Whether a place is the first of its sentence, but for quotation marks and brackets before it. */
export function startsSentence(text: string, offset: number): boolean {
  // Finding sentences takes a while in a long line, and most places stand right behind a word of theirs.
  if (/[\p{L}\p{N}\p{Sc}_][\p{Zs}\t,]*$/u.test(text.slice(Math.max(0, offset - NEAR), offset))) return false;
  const { start } = sentenceAround(text, offset);
  return start >= offset || !/[\p{L}\p{N}\p{Sc}_]/u.test(text.slice(start, offset));
}
