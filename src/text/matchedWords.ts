import { segments } from './segments.js';
import type { TextSpan } from './span.js';

/** Scripts that are written without spaces: where a word ends in them is a matter of opinion. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Words with fewer letters say little of a text: a, of, in, de, zu. */
const TELLING_LETTERS = 3;

/**
 * Words without those that are so short that they are no reason, where there are others; in scripts without spaces a
 * single character may be one.
 * @param matched all that matched
 */
export function tellingWords(words: readonly string[], matched: readonly string[]): string[] {
  const tells = (word: string) => word.length >= TELLING_LETTERS || UNSPACED.test(word);
  return matched.some(tells) ? words.filter(tells) : [...words];
}

/**
 * Where the words stand in a text that a question has matched there: as whole words in whatever case, those of scripts
 * without spaces wherever their characters stand.
 * @returns in order, without overlap
 */
export function matchedWords(text: string, terms: readonly string[]): TextSpan[] {
  const spaced = new Set(terms.filter((term) => !UNSPACED.test(term)).map((term) => term.toLowerCase()));
  const whole = Array.from(spaced.size > 0 ? segments(text, 'word') : []).filter(({ start, end }) =>
    spaced.has(text.slice(start, end).toLowerCase()),
  );
  const within = terms.filter((term) => UNSPACED.test(term)).flatMap((term) => placesOf(text, term));
  const spans: TextSpan[] = [];
  for (const { start, end } of [...whole, ...within].sort((one, other) => one.start - other.start)) {
    const last = spans.at(-1);
    if (last && start < last.end) last.end = Math.max(last.end, end);
    else spans.push({ start, end });
  }
  return spans;
}

function placesOf(text: string, part: string): TextSpan[] {
  const found: TextSpan[] = [];
  for (let start = text.indexOf(part); start >= 0; start = text.indexOf(part, start + part.length)) {
    found.push({ start, end: start + part.length });
  }
  return found;
}
