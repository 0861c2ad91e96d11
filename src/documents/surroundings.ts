import type { DocumentFormat } from '../protocol/engine/index.js';
import { PROGRAM } from './formatOfLanguage.js';

/** How far to look for a sentence's ends, in UTF-16 units. */
export const REACH = 4000;

/** A stretch of a text and where it starts in it, in UTF-16 units. */
export interface Surroundings {
  text: string;
  start: number;
}

/** The whole lines around a place, as far as a sentence reaches, and where they start in the text. */
export function surroundingsOf(text: string, at: number): Surroundings {
  return between(text, at, firstOfSurroundings(text, at));
}

/** Documents of formats with a beginning and an end are read whole up to this length. */
const WHOLE = 50_000;

/**
 * As much of a document as is parsed for a place: whole lines as far as a sentence reaches; of Markdown from before the
 * fence or comment that is open there. Formats that have to be read from their beginning are, unless they are long.
 */
export function regionAround(text: string, at: number, format: DocumentFormat): Surroundings {
  if (format.startsWith(PROGRAM)) return { text, start: 0 };
  if (format === 'plain' || format === 'markdown') {
    const start = firstOfSurroundings(text, at);
    return between(text, at, openedBefore(text, start) ?? start);
  }
  return text.length <= WHOLE ? { text, start: 0 } : surroundingsOf(text, at);
}

function firstOfSurroundings(text: string, at: number): number {
  if (at <= REACH) return 0;
  const lineStart = text.lastIndexOf('\n', at - REACH) + 1;
  // A line that long is cut: what is so far away is another sentence.
  return lineStart > at - 2 * REACH ? lineStart : at - REACH;
}

function between(text: string, at: number, start: number): Surroundings {
  const lineEnd = text.indexOf('\n', at + REACH);
  const end = lineEnd < 0 || lineEnd > at + 2 * REACH ? Math.min(text.length, at + 2 * REACH) : lineEnd;
  return { text: text.slice(start, end), start };
}

const FENCE = /^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*(`{3,}(?=[^`\n\r]*$)|~{3,})[ \t]*(\S?)/gm;

/** Where a fence of code or a comment begins that is still open at a place; null without one. */
function openedBefore(text: string, place: number): number | null {
  if (place === 0) return null;
  let open: { mark: string; start: number } | null = null;
  for (const { 0: line, 1: mark = '', 2: behind, index } of text.slice(0, place).matchAll(FENCE)) {
    if (open === null) open = { mark, start: index };
    else if (mark.startsWith(open.mark) && behind === '' && line !== '') open = null;
  }
  if (open !== null) return open.start;
  const comment = text.lastIndexOf('<!--', place);
  return comment >= 0 && text.indexOf('-->', comment) >= place ? comment : null;
}
