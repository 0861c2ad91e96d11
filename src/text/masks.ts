import { isLineBreak, type TextSpan } from './span.js';

/** Letters and digits of scripts that set words apart by spaces: next to these, underscores belong to a name. */
const NAME = '[[\\p{L}\\p{N}_$]--[\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}\\p{scx=Thai}]]';

const MASK = new RegExp(`\\[mask\\]|<mask>|(?<!${NAME})_{3,}(?!${NAME})`, 'giv');

/**
 * The masks of a text in order: `[MASK]` and `<mask>` in any case, and three or more underscores that are not part of a
 * name (`snake___case`) and not a line by themselves (a Markdown rule).
 */
export function findMasks(text: string): TextSpan[] {
  return Array.from(text.matchAll(MASK), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  })).filter(({ start, end }) => text[start] !== '_' || !isAloneInLine(text, start, end));
}

function isAloneInLine(text: string, start: number, end: number): boolean {
  // Looks no further than to the next character that is none: a long line may have many masks.
  const isBlank = (at: number) => /\s/.test(text[at]!) && !isLineBreak(text, at);
  let before = start - 1;
  while (before >= 0 && isBlank(before)) before--;
  let after = end;
  while (after < text.length && isBlank(after)) after++;
  return (before < 0 || isLineBreak(text, before)) && (after === text.length || isLineBreak(text, after));
}
