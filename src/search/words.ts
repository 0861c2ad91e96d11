import type { TextSpan } from '../text/index.js';

/** A word as it is looked for, and where it stands. */
export interface SearchWord extends TextSpan {
  term: string;
}

/** Chinese characters and kana stand without spaces; all other letters and digits make words by standing together. */
const RUN = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]+|(?:(?![\p{scx=Han}\p{scx=Hira}\p{scx=Kana}])[\p{L}\p{N}\p{M}])+/gu;
const UNSPACED = /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]/u;
/** Accents and cedillas, which are often left out when one searches. */
const ACCENTS = /[\u0300-\u036F]/g;

/** In small letters and without accents: `Ș`, `Ş` and `s` are one. */
const folded = (text: string) => text.normalize('NFKD').replace(ACCENTS, '').toLowerCase();

/**
 * The words of a text. Chinese, in which no sign parts words, is read in pairs of neighbouring characters: a dictionary
 * (`Intl.Segmenter`) parts a question in other places than the text that it is about (bench/README.md).
 * @param role in a text, single characters are words beside the pairs, for questions that have no more
 */
export function wordsIn(text: string, role: 'text' | 'question'): SearchWord[] {
  const words: SearchWord[] = [];
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (!UNSPACED.test(run)) {
      words.push({ term: folded(run), start: index, end: index + run.length });
      continue;
    }
    const characters = Array.from(run);
    let at = index;
    for (const [place, character] of characters.entries()) {
      const next = characters[place + 1];
      const end = at + character.length;
      if (role === 'text' || characters.length === 1) words.push({ term: folded(character), start: at, end });
      if (next !== undefined) words.push({ term: folded(character + next), start: at, end: end + next.length });
      at = end;
    }
  }
  return words;
}

/** The terms of a text, each as often as it stands there. */
export const searchTerms = (text: string, role: 'text' | 'question'): string[] =>
  wordsIn(text, role).map(({ term }) => term);

/** The words of a text that are among the terms, as they are written there, each once; neighbouring pairs as one. */
export function writtenWords(text: string, terms: ReadonlySet<string>): string[] {
  const found: TextSpan[] = [];
  for (const { term, start, end } of wordsIn(text, 'text')) {
    if (!terms.has(term)) continue;
    const last = found.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return [...new Set(found.map(({ start, end }) => text.slice(start, end)))];
}
