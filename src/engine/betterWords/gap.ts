import { GlassboxError, type Span } from '../../protocol/engine/index.js';
import { articleBefore, articleLike, letterCaseOf, matchCase } from '../../text/index.js';
import { articleOf } from '../../text/spelling.js';

/** A text with a word taken out. */
export interface Gap {
  word: string;
  before: string;
  after: string;
  /** the article before the word that goes with it, where it may have to become the other one */
  article: { start: number; article: string; space: string } | null;
}

/** @throws GlassboxError `bad-request` for a place that is none or holds no word */
export function gapAt(text: string, { start, end }: Span): Gap {
  const word = text.slice(start, end);
  if (end > text.length || start >= end || !/[\p{L}\p{N}]/u.test(word)) {
    const message = `betterWords: start ${start} and end ${end} hold no word of the text, which has ${text.length} UTF-16 units.`;
    throw new GlassboxError('bad-request', message, { details: { kind: 'parameter', name: 'end' } });
  }
  return { word, before: text.slice(0, start), after: text.slice(end), article: null };
}

/** The same of an English word, whose article may change. */
export function withArticle(gap: Gap): Gap {
  const found = articleBefore(gap.before);
  return found?.article.toLowerCase() === articleOf(gap.word) ? { ...gap, article: found } : gap;
}

/** The article that a word needs where it is another one than now. */
export function changedArticle({ article }: Gap, word: string): string | undefined {
  const wanted = articleOf(word);
  return article === null || article.article.toLowerCase() === wanted
    ? undefined
    : articleLike(article.article, wanted);
}

/**
 * The text with something else in the gap, and where that is.
 * @param article the one before it; as it is when left out
 */
export function filled(gap: Gap, word: string, article?: string): Span & { text: string } {
  const before =
    article === undefined || gap.article === null
      ? gap.before
      : gap.before.slice(0, gap.article.start) + article + gap.article.space;
  return { text: before + word + gap.after, start: before.length, end: before.length + word.length };
}

/** A word in the capitals of the one that it takes the place of. */
export function inItsCase({ word }: Gap, candidate: string): string {
  const like = letterCaseOf(word);
  // Capitals that a word brings along are its own.
  return like === null || candidate !== candidate.toLowerCase() ? candidate : matchCase(candidate, like);
}
