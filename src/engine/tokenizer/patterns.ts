import type { PatternTime } from './limits.js';
import type { Pattern } from './tokenizerSchema.js';

/** What Oniguruma means by these classes. JavaScript's `\s` has U+FEFF and lacks U+0085; its `\d` knows ASCII. */
const CLASSES: Record<string, string> = {
  '\\s': '\\p{White_Space}',
  '\\S': '\\P{White_Space}',
  '\\d': '\\p{Nd}',
  '\\D': '\\P{Nd}',
};

/** Letters beyond ASCII that fold to one of ASCII's. */
const FOLDED: Record<string, string> = { s: 'ſ', k: '\u212A' };

/** One character or class, perhaps repeated: what the published tokenizers look for, done in one pass over a text. */
const SIMPLE = /^(?:[^\\^$.*+?()[\]{}|]|\\[sSdD]|\[\^?[^\\[\]^]+\])(?:[+*]|\{\d,?\d?\})?$/u;

/** Finds a pattern in a text: starts and ends of its matches in turn. */
export type Finder = (text: string) => number[];

/**
 * A pattern of a tokenizer.json, which are Oniguruma's, as one of JavaScript's.
 * @throws Error for what JavaScript does not know: possessive repetitions, atomic groups
 */
export function createFinder(pattern: Pattern, time: PatternTime): Finder {
  if ('String' in pattern) return (text) => placesOf(pattern.String, text);
  const expression = new RegExp(translated(pattern.Regex), 'gu');
  if (!SIMPLE.test(pattern.Regex)) return (text) => time.matches(expression, text);
  return (text) => Array.from(text.matchAll(expression)).flatMap(({ 0: { length }, index }) => [index, index + length]);
}

function translated(source: string): string {
  if (/[+*?}]\+|\(\?>/.test(source.replace(/\\[pP]\{[^}]*\}|\\[^]/g, 'x'))) {
    throw new Error(`the pattern ${source.slice(0, 80)} has a repetition that gives nothing back`);
  }
  const inAnyCase = source.replace(/\(\?i:([^()]*)\)/g, (_, inner: string) => {
    const either = inner.replace(/[a-z]/gi, (letter) => {
      const small = letter.toLowerCase();
      return `[${small}${small.toUpperCase()}${FOLDED[small] ?? ''}]`;
    });
    return `(?:${either})`;
  });
  return inAnyCase.replace(/\\[^]/g, (escape) => CLASSES[escape] ?? escape);
}

function placesOf(part: string, text: string): number[] {
  const found: number[] = [];
  if (part === '') return found;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length))
    found.push(at, at + part.length);
  return found;
}
