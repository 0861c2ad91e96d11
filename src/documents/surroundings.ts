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
  const start = lineBefore(text, at - REACH, at);
  return { text: text.slice(start, lineBehind(text, at + REACH, at)), start };
}

/** Documents of formats with a beginning and an end are read whole up to this length. */
const WHOLE = 50_000;

/** Paragraphs as far away as this are read with those at a place: those within one stretch of it have the same region. */
const PARAGRAPHS = 1000;

/**
 * As much of a document as is parsed for a place: the paragraphs around it; of Markdown from before the fence or comment
 * that is open there. Formats that have to be read from their beginning are, unless they are long.
 */
export function regionAround(text: string, at: number, format: DocumentFormat): Surroundings {
  if (format.startsWith(PROGRAM)) return { text, start: 0 };
  if (format === 'plain' || format === 'markdown') {
    // What is near has the same region, which is parsed once.
    const stretch = Math.floor(at / PARAGRAPHS) * PARAGRAPHS;
    const begin = paragraphBefore(text, stretch - PARAGRAPHS, stretch);
    const start = openedBefore(text, begin) ?? begin;
    return { text: text.slice(start, paragraphBehind(text, stretch + 2 * PARAGRAPHS, stretch)), start };
  }
  return text.length <= WHOLE ? { text, start: 0 } : surroundingsOf(text, at);
}

/** Where the line of a place begins. A line that long is cut: what is so far away is another sentence. */
function lineBefore(text: string, place: number, at: number): number {
  if (place <= 0) return 0;
  const start = text.lastIndexOf('\n', place) + 1;
  return start > at - 2 * REACH ? start : Math.max(0, at - REACH);
}

function lineBehind(text: string, place: number, at: number): number {
  const end = text.indexOf('\n', place);
  return end < 0 || end > at + 2 * REACH ? Math.min(text.length, at + 2 * REACH) : end;
}

const isEmpty = (text: string, start: number, end: number) => text.slice(start, end).trim() === '';

/** Where the paragraph of a place begins; its line where the paragraph is long. */
function paragraphBefore(text: string, place: number, at: number): number {
  const line = lineBefore(text, place, at);
  for (let start = line; start > at - 2 * REACH;) {
    const above = start < 2 ? 0 : text.lastIndexOf('\n', start - 2) + 1;
    if (start === 0 || isEmpty(text, above, start)) return start;
    start = above;
  }
  return line;
}

function paragraphBehind(text: string, place: number, at: number): number {
  const line = lineBehind(text, place, at);
  for (let end = line; end < at + 2 * REACH;) {
    const next = text.indexOf('\n', end + 1);
    if (end >= text.length || next < 0) return text.length <= at + 2 * REACH ? text.length : line;
    if (isEmpty(text, end, next)) return end;
    end = next;
  }
  return line;
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
