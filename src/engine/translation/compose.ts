import { type Inert, OBJECT } from '../../documents/index.js';
import type { LaidSign } from '../../protocol/engine/index.js';
import type { TextSpan } from '../../text/index.js';
import { type Alignment, shareOf, wordFor, wordsFor } from './alignment.js';
import type { HeldOut } from './heldOut.js';
import { innerMarks, type Piece } from './pieces.js';
import { keepTies, TIE } from './ties.js';
import { layLines } from './lineBreaks.js';

/** The translation of a piece as a reader reads it: an `OBJECT` for each held-out thing, which are in `order`. */
export interface Translation {
  text: string;
  order: readonly HeldOut[];
}

/** A translation as it stands in the document. */
export interface Composed {
  text: string;
  signs: LaidSign[];
}

/** Writes what is inert, or a sign: its source, with the translations of what is said in it. */
export type WriteInert = (stretch: TextSpan) => string;

const WORD = /[^ ]+/g;
/** Marks of a sentence at the ends of a word. */
const CLOSING = /[.,;:!?…)\]}"'”’»“]+$/;
/** Nothing more is read of a sentence. */
const CLOSING_ONLY = /^[\s\uFFFC.,;:!?…)\]}"'”’»“]*$/;
const OPENING = /^[([{"'“„«‘¿¡]+/;

export const wordSpans = (text: string): TextSpan[] =>
  Array.from(text.matchAll(WORD), ({ index, 0: word }) => ({ start: index, end: index + word.length }));

/**
 * Writes a translation into the document's format: inert things back in their places, signs around the words that those
 * between them became, references and emoji behind the word that the one before them became.
 * @param alignment of the words of `text`; null where the piece has no signs and no marks to be placed
 * @returns null where signs would cross
 */
export function compose(
  document: string,
  piece: Piece,
  { text, order }: Translation,
  alignment: Alignment | null,
  writeInert: WriteInert,
): Composed | null {
  const words = wordSpans(text);
  const found =
    alignment === null ? { insertions: [], signs: [] } : place(document, piece, text, words, alignment, writeInert);
  if (found === null) return null;
  const { insertions, signs } = found;
  const source = piece.reading.text.slice(piece.start, piece.end);
  const lines = layLines(document, piece, text);
  const write = (stretch: string) =>
    stretch === '' ? '' : lines.finish(piece.unit.write(keepTies(stretch, source), source));
  let result = '';
  let at = 0;
  let next = 0;
  const flush = (end: number) => {
    const parts = lines.text.slice(at, end).split(OBJECT);
    for (const [index, part] of parts.entries()) {
      let tied = part;
      if (index > 0) {
        const held = order[next++];
        result += heldText(piece, held, writeInert);
        if (piece.reading.text[held?.end ?? -1] === TIE) tied = tied.replace(/^ /, TIE);
      }
      const isBefore = index < parts.length - 1 && piece.reading.text[(order[next]?.start ?? 0) - 1] === TIE;
      result += write(isBefore ? tied.replace(/ $/, TIE) : tied);
    }
    at = end;
  };
  for (const insertion of insertions) {
    flush(insertion.at);
    result += insertion.text;
  }
  flush(text.length);
  return { text: result, signs };
}

function heldText({ reading }: Piece, heldOut: HeldOut | undefined, writeInert: WriteInert): string {
  if (heldOut === undefined) return '';
  if (heldOut.target !== null) return heldOut.target;
  const inert = reading.inert.get(heldOut.start);
  return inert === undefined ? '' : writeInert(inert);
}

interface Insertion {
  at: number;
  text: string;
}

interface Placed extends TextSpan {
  open: string;
  close: string;
  /** of the words */
  first: number;
  last: number;
}

function place(
  document: string,
  piece: Piece,
  text: string,
  words: readonly TextSpan[],
  alignment: Alignment,
  writeInert: WriteInert,
): { insertions: Insertion[]; signs: LaidSign[] } | null {
  const { reading } = piece;
  const placed: Placed[] = [];
  const signs: LaidSign[] = [];
  for (const { mark, start, end } of innerMarks(reading, piece)) {
    const parent = placed.findLast((one) => one.start <= start && end <= one.end);
    const taken = placed.filter((one) => one !== parent && !(one.start <= start && end <= one.end));
    const within = { start: parent?.first ?? 0, end: (parent?.last ?? words.length - 1) + 1 };
    const found = wordsFor(alignment, { start, end }, wordSpans(reading.text.slice(start, end)).length, within);
    const [first, last] = [found.start, found.end - 1];
    if (taken.some((one) => one.first <= last && first <= one.last)) return null;
    const open = writeInert({ start: mark.start, end: mark.inner.start });
    const close = mark.close ?? document.slice(mark.inner.end, mark.end);
    placed.push({ start, end, first, last, open, close });
  }
  const insertions: (Insertion & { depth: number; closes: boolean })[] = [];
  for (const [depth, { start, end, first, last, open, close }] of placed.entries()) {
    const source = reading.text.slice(start, end);
    const [from, to] = trimmedWords(text, words[first]!, words[last]!, source);
    const share = shareOf(alignment, { start, end }, { start: first, end: last + 1 });
    signs.push({ sign: open, source: readable(source), target: readable(text.slice(from, to)), share });
    insertions.push({ at: from, text: open, depth, closes: false }, { at: to, text: close, depth, closes: true });
  }
  for (let at = piece.start; at < piece.end; at++) {
    const inert = reading.inert.get(at);
    if (inert?.role !== 'mark') continue;
    const opened = openedWord(reading.text, at, piece, isMnemonic(document, inert));
    if (opened !== null) {
      const word = words[wordFor(alignment, opened, { start: 0, end: words.length })]!;
      const quotes = OPENING.exec(text.slice(word.start, word.end))?.[0].length ?? 0;
      insertions.push({ at: word.start + quotes, text: writeInert(inert), depth: placed.length + at, closes: false });
      continue;
    }
    const before = anchor(reading.text, piece.start, at);
    const isLast = CLOSING_ONLY.test(reading.text.slice(at + 1, piece.end));
    const space = /\s/.test(reading.text[at - 1] ?? '') ? ' ' : '';
    if (before === null) return null;
    const word = words[isLast ? words.length - 1 : wordFor(alignment, before, { start: 0, end: words.length })]!;
    const isBehindStop = CLOSING.test(reading.text.slice(before.start, before.end));
    const bare = text.slice(word.start, word.end).replace(CLOSING, '').length;
    const place = isBehindStop || bare === 0 ? word.end : word.start + bare;
    insertions.push({ at: place, text: space + writeInert(inert), depth: -1 - at, closes: true });
  }
  // Where several meet: what closes before what opens, the inner before the outer when they close.
  insertions.sort(
    (one, other) =>
      one.at - other.at ||
      Number(other.closes) - Number(one.closes) ||
      (one.closes ? other.depth - one.depth : one.depth - other.depth),
  );
  return { insertions, signs };
}

/** Words for people to read. */
const readable = (words: string) => words.replaceAll(OBJECT, '…').trim();

/** Signs stand inside of a sentence's marks, unless these were inside of them before. */
function trimmedWords(text: string, first: TextSpan, last: TextSpan, source: string): [number, number] {
  const closing = CLOSING.exec(text.slice(last.start, last.end))?.[0].length ?? 0;
  const opening = OPENING.exec(text.slice(first.start, first.end))?.[0].length ?? 0;
  const end = CLOSING.test(source.trim()) || closing === last.end - last.start ? last.end : last.end - closing;
  const start =
    OPENING.test(source.trim()) || opening === first.end - first.start ? first.start : first.start + opening;
  return [start, Math.max(start, end)];
}

/** The sign before the letter that a key is for, which may stand within its word. */
const isMnemonic = (document: string, { start, end }: Inert) => /^[&_]$/.test(document.slice(start, end));

/** The word that a sign stands before without a space, or within; null where it stands behind one, or apart. */
function openedWord(text: string, at: number, piece: TextSpan, isWithin: boolean): TextSpan | null {
  const isLetter = (place: number) => /[\p{L}\p{N}]/u.test(text[place] ?? '');
  if (!isLetter(at + 1) || (!isWithin && !/^$|[\s\uFFFC]/.test(text.slice(0, at).slice(-1)))) return null;
  let start = isWithin && at > piece.start && isLetter(at - 1) ? at - 1 : at + 1;
  while (start < at && start > piece.start && isLetter(start - 1)) start--;
  let end = at + 1;
  while (end < piece.end && isLetter(end)) end++;
  return { start, end };
}

/** The word before a place in a reading. */
function anchor(text: string, from: number, at: number): TextSpan | null {
  let end = at;
  while (end > from && (/\s/.test(text[end - 1]!) || text[end - 1] === OBJECT)) end--;
  let start = end;
  while (start > from && !/\s/.test(text[start - 1]!)) start--;
  return start < end ? { start, end } : null;
}
