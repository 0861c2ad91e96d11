import type { Span } from '../../../../protocol/engine/index.js';
import { sentenceAround, wordSpanAt } from '../../../../text/index.js';
import { nearbyWords } from '../../../../text/span.js';
import { surroundingsOf } from '../../../editor/surroundings.js';
import { findCommentText } from '../../../editor/comments.js';

/** As much of a sentence as is read on each side of a word, in UTF-16 units. */
const REACH = 400;

/** Fewer words look at nothing worth showing. */
const FEW_WORDS = 3;

/** A word under the mouse and the sentence it stands in. */
export interface HoverSentence {
  /** one line: white space and the marks of comments are single spaces */
  text: string;
  /** where the word begins in `text`, in UTF-16 units */
  at: number;
  /** the sentence in the document */
  span: Span;
  /** the word in the document */
  word: Span;
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ');

/**
 * The sentence around the word at a place; null between words, in code, and where the sentence is too short.
 * @param text of the document from its beginning
 * @param code the document's language when only its comments and strings are read; null: all of it is prose
 */
export function sentenceUnder(text: string, place: number, code: string | null): HoverSentence | null {
  const word = wordSpanAt(text, place);
  if (word === null || word.end < place || word.end - word.start > REACH) return null;
  const prose = code === null ? surroundingsOf(text, place) : findCommentText(text, place, code);
  if (prose === null) return null;
  const own = { start: word.start - prose.start, end: word.end - prose.start };
  if (own.start < 0 || own.end > prose.text.length || prose.text.slice(own.start, own.end).trim() === '') return null;
  const around = sentenceAround(prose.text, own.start);
  // What is structure (a fence, a rule, front matter) has a sentence only somewhere near it.
  if (around.start > own.start || around.end < own.end) return null;
  const span = nearbyWords(prose.text, around, own, REACH);
  const sentence = prose.text.slice(span.start, span.end);
  if ([...sentence.matchAll(/[\p{L}\p{N}]+/gu)].length < FEW_WORDS && !/\p{Script=Han}{3}/u.test(sentence)) return null;
  return {
    text: oneLine(sentence),
    at: oneLine(prose.text.slice(span.start, own.start)).length,
    span: { start: span.start + prose.start, end: span.end + prose.start },
    word,
  };
}
