import type { Token } from '../../protocol/index.js';
import { sentences } from '../../text/index.js';

/** What goes to the model, and the white space before the cursor that does not. */
export interface Prompt {
  text: string;
  /** spaces and tabs before the cursor: a token of GPT-2 begins with its space, so a prompt must not end with one */
  trailing: string;
}

/** Begins a text where nothing was written yet; GPT-2 has seen it between its texts. */
const BEGINNING = '<|endoftext|>';

/** The prompt of the text before the cursor. */
export function promptOf(before: string): Prompt {
  const text = before.replace(/[ \t\u00a0]+$/, '');
  const trailing = before.slice(text.length);
  return text.trim() === '' ? { text: BEGINNING, trailing: before } : { text, trailing };
}

/**
 * The end of a prompt that fits, from the start of a sentence; within one when a single sentence is longer.
 * @param tokens of the whole prompt
 * @param budget most tokens that may remain
 */
export function cutToBudget(text: string, tokens: readonly Token[], budget: number): string {
  if (tokens.length <= budget) return text;
  const earliest = tokens.at(-Math.max(1, budget))?.start ?? 0;
  const sentence = sentences(text).find(({ start }) => start >= earliest);
  return text.slice(sentence?.start ?? earliest);
}

/**
 * A continuation as it goes in at the cursor: without the leading space that already stands there.
 * @param atStart nothing stands before the cursor on its line, so that a leading space would indent
 */
export function fitContinuation(continuation: string, trailing: string, atStart: boolean): string {
  return trailing !== '' || atStart ? continuation.replace(/^[ \t]+/, '') : continuation;
}

/** Whether a continuation goes on within a word although a space stands before the cursor. */
export function splitsWord(continuation: string, trailing: string): boolean {
  return trailing !== '' && /^[\p{L}\p{N}]/u.test(continuation);
}

/** The end of the first sentence that is complete, seen from a text that may still grow; null when none is. */
export function endOfFirstSentence(continuation: string, finished: boolean): number | null {
  const [first, second] = sentences(continuation);
  if (!first) return null;
  const complete =
    second !== undefined || (finished && /[.!?。！？…]["'”’」』)]*$/u.test(continuation.slice(0, first.end)));
  return complete ? first.end : null;
}
