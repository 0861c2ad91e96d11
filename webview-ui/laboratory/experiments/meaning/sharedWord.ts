import type { Span } from '../../../../src/protocol/engine/index.js';
import { wordsOf } from '../../model/words.js';

/** A text and the place of a word in it. */
export interface Occurrence {
  /** without the signs that marked the word */
  text: string;
  word: Span;
}

const MARKED = /\*([^*\s](?:[^*]*[^*\s])?)\*/;

/** A text without its marks, and what is marked in it. */
function unmark(text: string): { text: string; word: Span | null } {
  const found = MARKED.exec(text);
  if (!found) return { text, word: null };
  const [whole, inner = ''] = found;
  const start = found.index;
  return {
    text: text.slice(0, start) + inner + text.slice(start + whole.length),
    word: { start, end: start + inner.length },
  };
}

const key = (word: string) => word.toLocaleLowerCase('en');

/** Where a word stands in a text, as a word; of a script without spaces anywhere. */
function find(text: string, word: string): Span | null {
  const words = wordsOf(text).filter(({ start, end }) => key(text.slice(start, end)) === key(word));
  if (words[0]) return words[0];
  const start = /\p{Script=Han}/u.test(word) ? text.indexOf(word) : -1;
  return start < 0 ? null : { start, end: start + word.length };
}

/**
 * The word that two texts are compared by: what is marked (`*bank*`) in one of them or in both, else the longest word that
 * stands in both, the first of these; null where there is none.
 */
export function sharedWord(one: string, other: string): { first: Occurrence; second: Occurrence } | null {
  const [first, second] = [unmark(one), unmark(other)];
  const both = (a: Span | null, b: Span | null) =>
    a && b ? { first: { text: first.text, word: a }, second: { text: second.text, word: b } } : null;
  if (first.word && second.word) return both(first.word, second.word);
  if (first.word) {
    return both(first.word, find(second.text, first.text.slice(first.word.start, first.word.end)));
  }
  if (second.word) {
    return both(find(first.text, second.text.slice(second.word.start, second.word.end)), second.word);
  }
  let longest: ReturnType<typeof both> = null;
  let length = 0;
  for (const word of wordsOf(first.text)) {
    const match = find(second.text, first.text.slice(word.start, word.end));
    if (!match || word.end - word.start <= length) continue;
    length = word.end - word.start;
    longest = both(word, match);
  }
  return longest;
}

/** The word as it stands there. */
export const wordIn = ({ text, word }: Occurrence): string => text.slice(word.start, word.end);

/** The word of the second text where it is another than that of the first, in whatever capitals; else null. */
export function otherWordOf({ first, second }: { first: Occurrence; second: Occurrence }): string | null {
  const [one, other] = [wordIn(first), wordIn(second)];
  return key(one) === key(other) ? null : other;
}
