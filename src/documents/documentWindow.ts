import type { DocumentFormat } from '../protocol/engine/index.js';
import type { TextSpan } from '../text/index.js';
import { cutWithin } from './blockParts.js';
import { ignoreCommentOf } from './ignoreComments.js';

/** A shorter document is read as a whole, in UTF-16 units. */
const LONG = 300_000;
/** So much is read at least before and behind what is selected. */
const AROUND = 30_000;
/** So much of a long selection is read at once, at least. */
const STRETCH = 100_000;

const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,}|\${2,}(?=[^$]*$))/;
/** Blocks of HTML that empty lines do not end. */
const RAW = /^ {0,3}<(!--|pre|script|style|textarea|\?|!\[CDATA\[)/i;
const RAW_ENDS: Readonly<Record<string, string>> = { '!--': '-->', '?': '?>', '![cdata[': ']]>' };
const DEFINITION = /^ {0,3}\[[^\]\n]{1,999}\]:[ \t]*\S.*$/gm;

/**
 * As much of a long document as what is selected depends on, with what is selected in it. Of Markdown a stretch that begins
 * and ends where blocks of the outermost level do, or within a long one of them, with the link definitions that are elsewhere;
 * of other formats all.
 * @param selection in the document
 */
export function windowAround(
  document: string,
  selection: TextSpan,
  format: DocumentFormat,
): { document: string; selection: TextSpan } {
  const whole = { document, selection };
  if (!isReadInParts(document, format)) return whole;
  let start = 0;
  let end = document.length;
  /** of the block that the selection begins in */
  let own = 0;
  for (const place of blockStarts(document)) {
    if (place <= selection.start) own = place;
    if (place <= selection.start - AROUND) start = place;
    else if (place >= selection.end + AROUND) {
      end = place;
      break;
    }
  }
  const near = { start: selection.start - AROUND, end: selection.end + AROUND };
  const cut = cutWithin(document, { start: own, end }, near);
  const isCut = cut !== null && cut.start > own;
  if (isCut) ({ start } = cut);
  if (cut !== null && end > near.end + AROUND) end = Math.min(end, cut.end);
  const head = isCut ? cut.head : '';
  if (start === 0 && end === document.length) return whole;
  const elsewhere = Array.from(document.matchAll(DEFINITION))
    .filter(({ index }) => index < start || index >= end)
    .map(({ 0: definition }) => definition.trim());
  return {
    document: head + document.slice(start, end) + (elsewhere.length > 0 ? `\n\n${elsewhere.join('\n')}\n` : ''),
    selection: { start: selection.start - start + head.length, end: selection.end - start + head.length },
  };
}

/**
 * A selection in parts that are read one after the other: of long Markdown such as begin where blocks of the outermost level
 * do, of all else one.
 * @param selection in the document
 * @param sizes in UTF-16 units: what is shorter than `long` is read at once, and no part but the last is below `stretch`
 */
export function stretchesOf(
  document: string,
  selection: TextSpan,
  format: DocumentFormat,
  { long = LONG, stretch = STRETCH } = {},
): TextSpan[] {
  if (!isReadInParts(document, format, long)) return [selection];
  const stretches: TextSpan[] = [];
  let { start } = selection;
  for (const place of blockStarts(document)) {
    if (place >= selection.end) break;
    if (place < start + stretch) continue;
    stretches.push({ start, end: place });
    start = place;
  }
  return [...stretches, { start, end: selection.end }];
}

/** Whether parts of a document can be read without all of it, and are: parsing takes 2 s and 200 MB for each 500,000 units. */
function isReadInParts(document: string, format: DocumentFormat, long = LONG): boolean {
  return format === 'markdown' && document.length >= long && !isKeptSomewhere(document);
}

/** Whether a comment begins to keep what may be far behind it. */
export function isKeptSomewhere(document: string): boolean {
  for (const { 0: comment } of document.matchAll(/<!--[^<>]{0,60}-->/g))
    if (ignoreCommentOf(comment) === 'start') return true;
  return false;
}

/** An item of the outermost list. */
const ITEM = /^(?:[-*+]|\d{1,9}[.)]) \S/;
/** An item, or a line that goes on with one. */
const IN_LIST = /^(?:[-*+]|\d{1,9}[.)]| )[ \t]/;

/** Where paragraphs and headings of the outermost level begin, behind an empty line and outside of code and comments. */
export function* blockStarts(text: string): Generator<number> {
  for (const { index, isItem } of cutPlaces(text)) if (!isItem) yield index;
}

/** The same places, and where items of the outermost lists begin: each can be read by itself, but is a list of its own then. */
export function* cutPlaces(text: string): Generator<{ index: number; isItem: boolean }> {
  /** what ends the block that the line is in */
  let until: RegExp | null = /^---[^\S\n\r]*$/m.test(text.slice(0, 10)) ? /^(?:---|\.\.\.)\s*$/ : null;
  let before = until === null ? '' : 'front matter';
  /** the last line that is not empty */
  let last = '';
  for (const { 0: line, index } of text.matchAll(/[^\n\r]+|\r\n|\n|\r/g)) {
    const isBreak = /^[\n\r]/.test(line);
    if (isBreak) {
      // A second one in a row is an empty line.
      if (before === '\n') before = '\n\n';
      else if (before !== '\n\n') before = '\n';
      continue;
    }
    if (line.trim() === '') {
      before = '\n';
      continue;
    }
    const isBehindEmpty = before === '\n\n' || index === 0;
    before = line;
    if (until !== null) {
      if (index > 0 && until.test(line)) until = null;
      last = line;
      continue;
    }
    if (isBehindEmpty && /^(?:#{1,6} |\p{L}|\|)/u.test(line) && !last.trimEnd().endsWith('-->')) {
      yield { index, isItem: false };
    } else if (ITEM.test(line) && (IN_LIST.test(last) || isBehindEmpty) && !last.trimEnd().endsWith('-->')) {
      yield { index, isItem: true };
    }
    last = line;
    until = endOf(line);
  }
}

/** What ends a block of code, mathematics or HTML that a line begins; null where it begins none, or ends it itself. */
function endOf(line: string): RegExp | null {
  const fence = FENCE.exec(line)?.[1];
  if (fence !== undefined) return new RegExp(`^ {0,3}\\${fence[0]!}{${fence.length},}\\s*$`);
  const raw = RAW.exec(line)?.[1]?.toLowerCase();
  if (raw === undefined) return null;
  const end = RAW_ENDS[raw] ?? `</${raw}>`;
  const pattern = new RegExp(end.replace(/[\]?]/g, '\\$&'), 'i');
  return pattern.test(line.slice(line.indexOf('<') + 1)) ? null : pattern;
}
