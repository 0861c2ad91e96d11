import { segments } from './segments.js';
import type { TextSpan } from './span.js';

/** Scripts that are written without spaces: a word of theirs is looked for wherever its characters stand. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

const wordsOf = (text: string): string[] =>
  Array.from(segments(text, 'word'), ({ start, end }: TextSpan) => text.slice(start, end).toLowerCase()).filter(
    (word) => /[\p{L}\p{N}]/u.test(word),
  );

/** Whether every word of a question stands in a text, in whatever case and order. False for a question without words. */
export function holdsAllWords(text: string, question: string): boolean {
  const asked = wordsOf(question);
  const held = new Set(wordsOf(text));
  const inSmall = text.toLowerCase();
  return asked.length > 0 && asked.every((word) => held.has(word) || (UNSPACED.test(word) && inSmall.includes(word)));
}

/** What a model has put in order, and what it was found by before. */
interface Ranked {
  words: { rank: number } | null;
}

/**
 * The first of what a model has put in order, and what it would lose though every word of the question stands there: that
 * takes the last places, from those without all the words. The very first stays.
 * @param most so many are kept
 * @param isExact whether every word stands there
 */
export function firstWithExact<T extends Ranked>(found: readonly T[], most: number, isExact: (one: T) => boolean): T[] {
  const byWords = ({ words }: T) => words?.rank ?? Number.POSITIVE_INFINITY;
  const lost = found.slice(most).filter(isExact);
  lost.sort((one, other) => byWords(one) - byWords(other));
  const first = found.slice(0, most);
  const replaceable = first.filter((one, at) => at > 0 && !isExact(one));
  const count = Math.min(lost.length, replaceable.length);
  const gone = new Set(replaceable.slice(replaceable.length - count));
  return [...first.filter((one) => !gone.has(one)), ...lost.slice(0, count)];
}
