import type { Span } from '../../../src/protocol/engine/index.js';
import { sentenceAround } from '../../../src/text/sentences.js';
import { splitWords } from '../../../src/text/wordSpans.js';

/** With more words the maps side by side cannot be read. */
export const MAX_EXCERPT_WORDS = 20;

export interface WordExcerpt extends Span {
  /** words in it, and in the whole text */
  words: number;
  of: number;
}

/**
 * The part of a text that all models read: all of it when it is short, else the sentence around a place, and of a long
 * sentence the words around that place.
 * @param at UTF-16 units; null: the beginning
 * @returns null for a text without words
 */
export function selectExcerpt(text: string, at: number | null, most = MAX_EXCERPT_WORDS): WordExcerpt | null {
  const all = splitWords(text);
  if (all.length <= most) return spanningExcerpt(all, all.length);
  const place = at ?? all[0]?.start ?? 0;
  const { start, end } = sentenceAround(text, place);
  const sentence = all.filter((word) => word.start >= start && word.end <= end);
  if (sentence.length <= most) return spanningExcerpt(sentence.length > 0 ? sentence : all.slice(0, most), all.length);
  const here = Math.max(
    0,
    sentence.findLastIndex((word) => word.start <= place),
  );
  const from = Math.min(Math.max(0, here - Math.floor(most / 2)), sentence.length - most);
  return spanningExcerpt(sentence.slice(from, from + most), all.length);
}

function spanningExcerpt(words: readonly Span[], of: number): WordExcerpt | null {
  const [first] = words;
  const last = words.at(-1);
  return first && last ? { start: first.start, end: last.end, words: words.length, of } : null;
}
