import type { AddedToken } from './tokenizerSchema.js';

/** A stretch of text between added tokens, or one added token that is written in it. */
export interface Section {
  start: number;
  end: number;
  /** undefined for text that goes on to the normalizer and the model */
  token?: AddedToken;
}

/** Finds added tokens written in a text; each maps to what is looked for (the content, or its normalised form). */
export type AddedTokenSplitter = (text: string) => Section[];

/**
 * Splits a text at its added tokens: leftmost first, the longest of those, as in tokenizers/src/tokenizer/added_vocabulary.rs.
 * `single_word` tokens count only between word boundaries; `lstrip` and `rstrip` take neighbouring white space in. A
 * token that begins with white space is found all the same when the one before it took that in, and has it.
 */
export function addedTokenSplitter(tokens: readonly { token: AddedToken; content: string }[]): AddedTokenSplitter {
  const byContent = new Map(
    tokens.filter(({ content }) => content !== '').map(({ token, content }) => [content, token]),
  );
  if (byContent.size === 0) return (text) => [{ start: 0, end: text.length }];
  const longestFirst = [...byContent.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map((c) => c.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|'), 'gu');

  return (text) => {
    const sections: Section[] = [];
    let at = 0;
    for (const match of text.matchAll(pattern)) {
      const token = byContent.get(match[0]);
      let start = match.index;
      let end = start + match[0].length;
      if (token === undefined || (token.single_word && !standsAlone(text, start, end))) continue;
      if (token.lstrip) {
        while (start > at && isSpace(text, start - 1)) start--;
        start = Math.max(start, at);
      }
      if (token.rstrip) while (end < text.length && isSpace(text, end)) end++;
      const before = sections.at(-1);
      if (start > at) sections.push({ start: at, end: start });
      else if (before) before.end = start;
      sections.push({ start, end, token });
      at = end;
    }
    if (at < text.length) sections.push({ start: at, end: text.length });
    return sections;
  };
}

function isSpace(text: string, index: number): boolean {
  return /\p{White_Space}/u.test(text.charAt(index));
}

/** Rust's `\w`, at both ends: ² and ① are numbers and still part of no word. */
const WORD = '[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]';
const ENDS_WITH_WORD = new RegExp(`${WORD}$`, 'u');
const STARTS_WITH_WORD = new RegExp(`^${WORD}`, 'u');

function standsAlone(text: string, start: number, end: number): boolean {
  return !ENDS_WITH_WORD.test(text.slice(Math.max(0, start - 2), start)) && !STARTS_WITH_WORD.test(text.slice(end));
}
