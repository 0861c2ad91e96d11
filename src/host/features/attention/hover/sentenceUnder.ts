import type { DocumentFormat, Span } from '../../../../protocol/engine/index.js';
import { proseSentenceAt, readingOf } from '../../../../documents/sentenceAt.js';
import { documentSpan } from '../../../../documents/wordReading.js';
import { wordSpanAt } from '../../../../text/index.js';
import { nearbyWords } from '../../../../text/span.js';

/** As much of a sentence as is read on each side of a word, in UTF-16 units. */
const REACH = 400;

/** Fewer words look at nothing worth showing. */
const FEW_WORDS = 3;

/** A word under the mouse and the sentence it stands in. */
export interface HoverSentence {
  /** as a person reads it, in one line: without the signs of its format */
  text: string;
  /** where the word begins in `text`, in UTF-16 units */
  at: number;
  /** the sentence in the document */
  span: Span;
  /** the word in the document */
  word: Span;
}

/**
 * The sentence around the word at a place; null between words, in what is no prose, and where the sentence is too short.
 * @param text of the document; of a program from its beginning
 */
export function sentenceUnder(text: string, place: number, format: DocumentFormat): HoverSentence | null {
  const word = wordSpanAt(text, place);
  if (word === null || word.end < place || word.end - word.start > REACH) return null;
  const found = proseSentenceAt(text, word, format);
  const own = found && readingOf(found.run, word);
  if (found === null || own === null) return null;
  const { run, inRun } = found;
  if (inRun.start > own.start || inRun.end < own.end) return null;
  const { start, end } = nearbyWords(run.text, inRun, own, REACH);
  const sentence = run.text.slice(start, end);
  if ([...sentence.matchAll(/[\p{L}\p{N}]+/gu)].length < FEW_WORDS && !/\p{Script=Han}{3}/u.test(sentence)) return null;
  return { text: sentence, at: own.start - start, span: documentSpan(run, { start, end }), word };
}
