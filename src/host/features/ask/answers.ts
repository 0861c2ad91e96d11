import type { AnswerValue, Span } from '../../../protocol/engine/index.js';
import { segments } from '../../../text/segments.js';

/** An answer that stands in the document. */
export interface FoundAnswer extends Span {
  /** as a person reads it, in one line */
  text: string;
  /** the same with what stands around it */
  around: string;
  probability: number;
}

/** The best answers that do not overlap, the best first. */
export function apart<T extends Span & { probability: number }>(answers: readonly T[], most: number): T[] {
  const kept: T[] = [];
  for (const answer of [...answers].sort((one, other) => other.probability - one.probability)) {
    if (kept.length === most) break;
    if (kept.every(({ start, end }) => answer.end <= start || answer.start >= end)) kept.push(answer);
  }
  return kept;
}

/** Whether the model says that the text does not hold the answer: that is more probable than the best of them. */
export const isUnanswered = (answers: AnswerValue['answers'], noAnswer: number): boolean =>
  answers.every(({ probability }) => probability < noAnswer);

const wordsOf = (text: string) =>
  [...segments(text, 'word')]
    .map(({ start, end }) => text.slice(start, end).toLowerCase())
    .filter((word) => /[\p{L}\p{N}]/u.test(word));

/**
 * The passage that a question is most likely about: the one with the most of its words, rare ones counting more.
 * @returns its index; the first one where none has any
 */
export function passageFor(question: string, passages: readonly string[]): number {
  const asked = new Set(wordsOf(question));
  const found = passages.map((passage) => new Set(wordsOf(passage).filter((word) => asked.has(word))));
  const weight = (word: string) => Math.log(1 + passages.length / found.filter((words) => words.has(word)).length);
  const scores = found.map((words) => [...words].reduce((sum, word) => sum + weight(word), 0));
  return Math.max(0, scores.indexOf(Math.max(...scores)));
}

/** The rows of a CSV file of answers. */
export const answerRows = (answers: readonly FoundAnswer[]): (string | number)[][] => [
  ['answer', 'start', 'end', 'probability'],
  ...answers.map(({ text, start, end, probability }) => [text, start, end, Number(probability.toFixed(6))]),
];
