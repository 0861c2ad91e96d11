import { parseDocument } from '../../../documents/index.js';
import { emphasisIn, readWords } from '../../../documents/wordReading.js';
import type { DocumentFormat } from '../../../protocol/engine/index.js';
import { splitSentences, type TextSpan } from '../../../text/index.js';

/** Between two runs of prose, as a model has read them in its training. */
export const BREAK = '\n\n';

/** The prose of a part of a document: its runs one after the other, each as a person reads it. Places are in UTF-16 units. */
export interface ProsePart {
  text: string;
  /** where each unit of the text begins and ends in the part */
  starts: readonly number[];
  ends: readonly number[];
}

/** Reads the prose of a part: no code, no signs, no addresses' targets. */
export function readPart(part: string, format: DocumentFormat): ProsePart {
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  const knowsEmphasis = format === 'markdown' || format === 'html' || format === 'latex';
  for (const unit of parseDocument(part, format).units) {
    // In plain text people write emphasis all the same.
    const marks = knowsEmphasis ? unit.marks : [...unit.marks, ...emphasisIn(part, unit)];
    const run = readWords(part, { ...unit, marks });
    if (!/[\p{L}\p{N}]/u.test(run.text)) continue;
    if (text !== '') {
      text += BREAK;
      for (let at = 0; at < BREAK.length; at++) {
        starts.push(unit.start);
        ends.push(unit.start);
      }
    }
    text += run.text;
    starts.push(...run.starts);
    ends.push(...run.ends);
  }
  return { text, starts, ends };
}

/**
 * A part's prose in passages that are scored at once: whole sentences, and of one that is longer than `most` as much as fits,
 * cut between words where there are any.
 */
export function passagesOf(text: string, most: number): TextSpan[] {
  const passages: TextSpan[] = [];
  for (const sentence of splitSentences(text).flatMap((span) => cutLong(text, span, most))) {
    const last = passages.at(-1);
    if (last !== undefined && sentence.end - last.start <= most) last.end = sentence.end;
    else passages.push({ ...sentence });
  }
  return passages;
}

function cutLong(text: string, { start, end }: TextSpan, most: number): TextSpan[] {
  const pieces: TextSpan[] = [];
  for (let from = start; from < end;) {
    const room = between(text, Math.min(end, from + most));
    const space = room < end ? text.slice(from, room).search(/\s\S*$/) : -1;
    const to = space > 0 ? from + space : Math.max(from + 1, room);
    pieces.push({ start: from, end: to });
    from = to;
    while (from < end && /\s/.test(text[from]!)) from++;
  }
  return pieces;
}

/** A place, or the one before it where it would be within a character. */
const between = (text: string, at: number) => (/[\uD800-\uDBFF]/.test(text[at - 1] ?? '') ? at - 1 : at);

/** The end of what stands before a passage, at most so many UTF-16 units, from the beginning of a word. */
export function contextBefore(text: string, most: number): string {
  if (text.length <= most) return text;
  const tail = text.slice(-most);
  const word = tail.search(/(?<=\s)\S/);
  return word < 0 ? tail.replace(/^[\uDC00-\uDFFF]/, '') : tail.slice(word);
}

/** The beginning of what stands behind a passage, at most so many UTF-16 units, to the end of a word. */
export function contextBehind(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, most);
  const space = head.search(/\s\S*$/);
  return space < 0 ? text.slice(0, between(text, most)) : head.slice(0, space);
}
