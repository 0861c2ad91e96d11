import type { Token } from '../../protocol/engine/index.js';
import { fitSentences, hasFinalStop, splitSentences } from '../../text/index.js';

/** What goes to the model, and the white space before the cursor. */
export interface ContinuationPrompt {
  /**
   * Without spaces at its end, since a token of GPT-2 begins with its space; with line breaks there, two at most, since
   * what follows them is another paragraph.
   */
  text: string;
  /** all spaces and line breaks before the cursor */
  trailing: string;
  /** nothing but white space stands before the cursor */
  beginning: boolean;
  /** an emoji stands directly before the cursor, and words are apart from it */
  apart: boolean;
}

/** Begins a text where nothing was written yet; GPT-2 has seen it between its texts. */
const BEGINNING = '<|endoftext|>';

/** Emoji at the end of a text: models of words have seen too few to go on from one. */
const EMOJI = /(?:\s*(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator})[\uFE0F\u200D\u20E3]*)+$/u;

/** The prompt of the text before the cursor. */
export function buildPrompt(before: string): ContinuationPrompt {
  const lines = before.replaceAll('\r\n', '\n');
  const written = lines.trimEnd();
  const trailing = lines.slice(written.length);
  if (written === '') return { text: BEGINNING, trailing, beginning: true, apart: false };
  const breaks = '\n'.repeat(Math.min(2, trailing.split('\n').length - 1));
  const read = written.replace(EMOJI, '') || written;
  return { text: read + breaks, trailing, beginning: false, apart: trailing === '' && EMOJI.test(written) };
}

/**
 * Cuts a prompt to the end that fits, from the start of a sentence; within one when a single sentence is longer.
 * @param tokens of the whole prompt
 * @param budget most tokens that may remain
 */
export function truncateToBudget(text: string, tokens: readonly Token[], budget: number): string {
  return text.slice(fitSentences(text, text.length, tokens, budget).start);
}

/** The end of the first sentence that is complete, behind its closing marks, seen from a text that may still grow; null when none is. */
export function endOfFirstSentence(continuation: string, finished: boolean): number | null {
  const [first, second] = splitSentences(continuation);
  if (!first) return null;
  const complete = second !== undefined || (finished && hasFinalStop(continuation.slice(0, first.end)));
  return complete ? first.end : null;
}

/**
 * Where a continuation ends that has used up its tokens: with the sentence that it was in.
 * @param from where its tokens were used up
 * @param finished nothing more comes: else with the last sentence that is complete
 * @returns null when there is no such end, or not yet
 */
export function endOfSentenceFrom(continuation: string, from: number, finished: boolean): number | null {
  const ends = splitSentences(continuation).map(({ end }) => end);
  const last = ends.at(-1);
  // The last sentence may go on, unless nothing more comes.
  const isLastComplete = finished && last !== undefined && hasFinalStop(continuation.slice(0, last));
  const complete = isLastComplete ? ends : ends.slice(0, -1);
  return complete.find((end) => end >= from) ?? (finished ? (complete.at(-1) ?? null) : null);
}
