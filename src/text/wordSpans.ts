import { segments } from './segments.js';
import type { TextSpan } from './span.js';

/** A Chinese character with what is written onto it. */
const HAN = /\p{Script=Han}\p{M}*/gu;

/**
 * A text cut into what a user would point at: words by Unicode's rules (UAX #29; "don't" and "3.14" are one), each
 * Chinese character by itself as models read them, each punctuation mark by itself. White space is left out.
 * @returns spans in order, in UTF-16 units, without overlap
 */
export function splitWords(text: string): TextSpan[] {
  const spans: TextSpan[] = [];
  for (const { start: index, end } of segments(text, 'word')) {
    const segment = text.slice(index, end);
    if (segment.trim() === '') continue;
    const characters = [...segment.matchAll(HAN)];
    let from = index;
    for (const { 0: character, index: at } of characters) {
      if (index + at > from) spans.push({ start: from, end: index + at });
      from = index + at + character.length;
      spans.push({ start: index + at, end: from });
    }
    if (from < index + segment.length) spans.push({ start: from, end: index + segment.length });
  }
  return spans;
}
