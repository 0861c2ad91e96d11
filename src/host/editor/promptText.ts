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
}

/** Begins a text where nothing was written yet; GPT-2 has seen it between its texts. */
const BEGINNING = '<|endoftext|>';

/** The prompt of the text before the cursor. */
export function buildPrompt(before: string): ContinuationPrompt {
  const lines = before.replaceAll('\r\n', '\n');
  const written = lines.trimEnd();
  const trailing = lines.slice(written.length);
  if (written === '') return { text: BEGINNING, trailing, beginning: true };
  const breaks = '\n'.repeat(Math.min(2, trailing.split('\n').length - 1));
  return { text: written + breaks, trailing, beginning: false };
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
