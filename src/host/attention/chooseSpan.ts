import type { Span } from '../../protocol/index.js';
import { sentenceAround, wordAt } from '../../text/index.js';
import { neighbourhood } from '../text/neighbourhood.js';
import { paragraphAround } from '../translate/paragraph.js';

/** How much is taken around a cursor. */
export type Reach = 'sentence' | 'paragraph';

/** Texts longer than this, in UTF-16 units, are cut: no model reads as much at once. */
const LONGEST = 50_000;

/** Whether a selection says which text is meant. One within a word is a double click: it says where the cursor is. */
export function isText(text: string, { start, end }: Span): boolean {
  if (!/[\p{L}\p{N}]/u.test(text.slice(start, end))) return false;
  const word = wordAt(text, start);
  return word === null || start < word.start || end > word.end;
}

/** What is selected, without the white space at its ends. */
export function selected(text: string, { start, end }: Span): Span {
  const stretch = text.slice(start, Math.min(end, start + LONGEST));
  const lead = stretch.length - stretch.trimStart().length;
  return { start: start + lead, end: start + lead + stretch.trim().length };
}

/**
 * The sentence or paragraph around a place; null where there is no text.
 * @param at in UTF-16 units
 */
export function around(text: string, at: number, reach: Reach): Span | null {
  const near = neighbourhood(text, at);
  const found =
    reach === 'sentence' ? sentenceAround(near.text, at - near.start) : paragraphAround(near.text, at - near.start);
  const span = { start: found.start + near.start, end: found.end + near.start };
  const content = selected(text, span);
  return content.start === content.end ? null : content;
}
