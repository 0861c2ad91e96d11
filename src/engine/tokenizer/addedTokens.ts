import type { AddedToken } from './tokenizerSchema.js';

/** A stretch of text between added tokens, or one added token that is written in it. */
export interface TextSection {
  start: number;
  end: number;
  /** undefined for text that goes on to the normalizer and the model */
  token?: Pick<AddedToken, 'id'>;
}

/** Finds added tokens written in a text; each maps to what is looked for (the content, or its normalised form). */
export type AddedTokenSplitter = (text: string) => TextSection[];

/**
 * Splits a text at its added tokens: leftmost first, the longest of those, as in tokenizers/src/tokenizer/added_vocabulary.rs.
 * `single_word` tokens count only between word boundaries; `lstrip` and `rstrip` take neighbouring white space in. A
 * token that begins with white space is found all the same when the one before it took that in, and has it.
 */
export function createAddedTokenSplitter(
  tokens: readonly { token: AddedToken; content: string }[],
): AddedTokenSplitter {
  const byContent = new Map(
    tokens
      // Half a character is written nowhere, and would be found in whole ones.
      .filter(({ content }) => content !== '' && !/\p{Cs}/u.test(content))
      .map(({ token, content }) => [content, { token, length: content.length }]),
  );
  if (byContent.size === 0) return (text) => [{ start: 0, end: text.length }];
  const lengthsOf = lengthsByFirst([...byContent.keys()]);
  const longestAt = (text: string, at: number) => {
    for (const length of lengthsOf.get(text.charCodeAt(at)) ?? []) {
      const found = byContent.get(text.slice(at, at + length));
      if (found !== undefined) return found;
    }
    return undefined;
  };

  return (text) => {
    const sections: TextSection[] = [];
    let at = 0;
    let next = 0;
    let spaceEnd = 0;
    for (let place = 0; place < text.length; place = next) {
      next = place + 1;
      const found = longestAt(text, place);
      if (found === undefined) continue;
      const { token, length } = found;
      let start = place;
      let end = (next = place + length);
      if (token.single_word && !standsAlone(text, start, end)) continue;
      if (token.lstrip) while (start > at && isSpace(text, start - 1)) start--;
      if (token.rstrip) {
        // White space that is known to go on is not read again for each token in it.
        if (end < spaceEnd) end = spaceEnd;
        while (end < text.length && isSpace(text, end)) end++;
        spaceEnd = end;
      }
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

/**
 * The same with a code in front of each text, as Marian's `>>fra<<` for the language to translate into: all from `>>` to
 * the first `<<` is one token (transformers, `MarianTokenizer.remove_language_code`).
 */
export function withLanguageCodes(split: AddedTokenSplitter, idOf: (code: string) => number): AddedTokenSplitter {
  return (text) =>
    split(text).flatMap((section) => {
      const { start, end, token } = section;
      if (token !== undefined || !text.startsWith('>>', start)) return [section];
      const stop = text.indexOf('<<', start) + 2;
      if (stop < 2 || stop > end) return [section];
      const code = { start, end: stop, token: { id: idOf(text.slice(start, stop)) } };
      return stop < end ? [code, { start: stop, end }] : [code];
    });
}

/** The lengths of what begins with a UTF-16 unit, longest first. */
function lengthsByFirst(contents: readonly string[]): Map<number, number[]> {
  const lengths = new Map<number, Set<number>>();
  for (const content of contents) {
    const first = content.charCodeAt(0);
    const known = lengths.get(first);
    if (known) known.add(content.length);
    else lengths.set(first, new Set([content.length]));
  }
  return new Map([...lengths].map(([first, known]) => [first, [...known].sort((a, b) => b - a)]));
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
