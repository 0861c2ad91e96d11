import type { TextSpan } from '../text/index.js';

/** A part of a block, and what has to stand before it so that it is read as it was: the head of its table. */
export interface BlockPart extends TextSpan {
  head: string;
}

/** What goes over lines or changes what lines behind it are. */
const OPENS = /^ {0,3}(?:`{3}|~{3}|\$\$|<)/m;
const DELIMITER_ROW = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
/** An end of a sentence, behind which signs seldom go on. */
const STOP = /[.!?…] (?=\p{Lu})|[。！？]/gu;

/**
 * As much of a long paragraph or table as a place in it depends on: whole lines; of a line that is long itself whole
 * sentences, with no code or mathematics open.
 * @param block from the beginning of one up to any place behind it
 * @param near the least that is needed; null where the block is not cut
 */
export function cutWithin(text: string, block: TextSpan, near: TextSpan): BlockPart | null {
  const from = Math.max(block.start, near.start);
  const to = Math.min(block.end, near.end);
  const run = text.slice(block.start, to);
  // An empty line ends the block; what begins another may go over it.
  if (OPENS.test(run) || /\n[ \t]*\r?\n/.test(run.slice(0, from - block.start))) return null;
  const start = from === block.start ? from : block.start + startBefore(run, from - block.start);
  const lineEnd = text.indexOf('\n', to);
  const end =
    lineEnd < 0 || lineEnd >= block.end || lineEnd - to > to - from ? sentenceEnd(text, to, block.end) : lineEnd + 1;
  return { start, end, head: start > block.start ? headOf(run) : '' };
}

/** Where a line begins before a place, or a sentence where the line is long. */
function startBefore(run: string, place: number): number {
  const line = run.lastIndexOf('\n', place - 1) + 1;
  if (place - line < LONG_LINE) return line;
  let found = line;
  let open = 0;
  let at = line;
  for (const { index, 0: stop } of run.slice(0, place).matchAll(STOP)) {
    if (index < line) continue;
    const next = index + stop.length;
    open += countSigns(run.slice(at, next));
    at = next;
    if (open % 2 === 0) found = next;
  }
  return found;
}

/** Signs of code and mathematics. */
const countSigns = (stretch: string): number => stretch.match(/[`$]/g)?.length ?? 0;

function sentenceEnd(text: string, place: number, limit: number): number {
  const stop = new RegExp(STOP);
  stop.lastIndex = place;
  const found = stop.exec(text);
  return found === null ? limit : Math.min(limit, found.index + found[0].trimEnd().length);
}

/** A line is cut when more of it than this stands before what is needed, in UTF-16 units. */
const LONG_LINE = 20_000;

/** The row of names of a table and the one below it. */
function headOf(run: string): string {
  const [, names = '', delimiters = ''] = /^([^\n]*\n)([^\n]*\n)/.exec(run) ?? [];
  return DELIMITER_ROW.test(delimiters.trimEnd()) ? names + delimiters : '';
}
