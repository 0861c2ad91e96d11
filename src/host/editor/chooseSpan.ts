import type { Span } from '../../protocol/engine/index.js';
import { formatOfLanguage, PROGRAM } from '../../documents/formatOfLanguage.js';
import { sentenceNear } from '../../documents/sentenceAt.js';
import { surroundingsOf } from '../../documents/surroundings.js';
import { documentSpan } from '../../documents/wordReading.js';
import { wordSpanAt } from '../../text/index.js';
import { trimSpan } from '../../text/span.js';
import { paragraphAround } from './paragraph.js';

/** How much is taken around a cursor. */
export type Reach = 'sentence' | 'paragraph';

/** Texts longer than this, in UTF-16 units, are cut: no model reads as much at once. */
const LONGEST = 50_000;

/** Whether a selection says which text is meant. One within a word is a double click: it says where the cursor is. */
export function isText(text: string, { start, end }: Span): boolean {
  if (!/[\p{L}\p{N}]/u.test(text.slice(start, end))) return false;
  const word = wordSpanAt(text, start);
  return word === null || start < word.start || end > word.end;
}

/** What is selected, without the white space at its ends. */
export function selectedSpan(text: string, { start, end }: Span): Span {
  return trimSpan(text, { start, end: Math.min(end, start + LONGEST) }) ?? { start, end: start };
}

/**
 * The sentence or paragraph around a place; in a comment or string of code, within that. Null where there is no text.
 * @param at in UTF-16 units
 * @param language of the document, whose text is then given from its beginning; without one, all of it is prose
 */
export function spanAround(text: string, at: number, reach: Reach, language = ''): Span | null {
  const format = formatOfLanguage(language);
  if (reach === 'sentence' || format.startsWith(PROGRAM)) {
    const found = sentenceNear(text, at, format);
    if (found === null) return null;
    const { run, span } = found;
    return reach === 'sentence' ? span : documentSpan(run, { start: 0, end: run.text.length });
  }
  const near = surroundingsOf(text, at);
  const content = selectedSpan(near.text, paragraphAround(near.text, at - near.start));
  return content.start === content.end ? null : { start: content.start + near.start, end: content.end + near.start };
}
