import { OBJECT, parseDocument, partsOf, readUnit, type Reading } from '../documents/index.js';
import type { DocumentFormat } from '../protocol/engine/index.js';
import { splitSentences, type TextSpan } from '../text/index.js';

/** A sentence as it is searched. `start` and `end` are its place in the document, in UTF-16 units. */
export interface SearchPassage extends TextSpan {
  /** as a reader reads it, without the format's signs, in one line */
  text: string;
}

/** A longer sentence is cut between words, in UTF-16 units: a line of data, or a text without stops. About 200 tokens. */
const LONGEST = 600;
/** So much is read of one whose formulas and addresses are long. */
const MOST_READ = 2400;
/** What is read as a whole by its format takes longer than 100 ms when it is longer: it is read as plain text, in parts. */
const WHOLE = 100_000;
/** A letter. */
const WORD = /\p{L}/u;

/** Formats that are read in parts. */
const isReadInParts = (format: DocumentFormat) => format === 'plain' || format === 'markdown';

/**
 * The sentences of a document's prose, in order. Between two of them a caller may let others work: none takes much longer
 * than a part of 6,000 units.
 * @param wanted which stretches of the document are read, where that is not all of it: it may be given longer ones
 */
export function* searchPassages(
  document: string,
  format: DocumentFormat,
  wanted: (part: TextSpan) => boolean = () => true,
): Generator<SearchPassage> {
  const read = isReadInParts(format) || document.length <= WHOLE ? format : 'plain';
  for (const part of partsOf(document, read)) {
    if (!wanted(part)) continue;
    const text = document.slice(part.start, part.end);
    for (const unit of parseDocument(text, read).units) yield* sentencesOf(text, readUnit(text, unit), part.start);
  }
}

function* sentencesOf(document: string, reading: Reading, offset: number): Generator<SearchPassage> {
  for (const sentence of splitSentences(reading.text)) {
    for (const { start, end } of cut(reading.text, sentence)) {
      const text = readable(document, reading, start, end);
      if (!WORD.test(text)) continue;
      const place = placeOf(reading, start, end);
      yield { start: offset + place.start, end: offset + place.end, text };
    }
  }
}

/** Where a stretch of a reading stands, with the signs around words that begin or end it when both of a pair are its own. */
function placeOf({ starts, ends, marks }: Reading, start: number, end: number): TextSpan {
  const place = { start: starts[start]!, end: ends[end - 1]! };
  for (const { mark, start: first, end: last } of marks) {
    if (first < start || last > end) continue;
    if (first === start) place.start = Math.min(place.start, mark.start);
    if (last === end) place.end = Math.max(place.end, mark.end);
  }
  return place;
}

/** What stands for code, an address or a formula in a reading is what is written there, so that its names are found. */
function readable(document: string, { text, inert }: Reading, start: number, end: number): string {
  let read = '';
  for (let at = start; at < end && read.length < MOST_READ; at++) {
    const thing = text[at] === OBJECT ? inert.get(at) : undefined;
    read += thing === undefined ? text[at]! : document.slice(thing.start, Math.min(thing.end, thing.start + LONGEST));
  }
  return read.replace(/\s+/gu, ' ').trim();
}

/** A stretch in pieces of bounded length, which end behind white space where there is some. */
function* cut(text: string, { start, end }: TextSpan): Generator<TextSpan> {
  while (end - start > LONGEST) {
    const space = text.slice(start, start + LONGEST).search(/\s\S*$/);
    // Half a character would be none.
    const half = /[\uD800-\uDBFF]/.test(text[start + LONGEST - 1]!) ? 1 : 0;
    const length = space > LONGEST / 2 ? space : LONGEST - half;
    yield { start, end: start + length };
    start += length;
    while (start < end && /\s/.test(text[start]!)) start += 1;
  }
  if (end > start) yield { start, end };
}
