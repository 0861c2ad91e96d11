import type { Span } from '../../protocol/engine/index.js';

/** Where the line that holds a place ends: before its line feed. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** The lines around a place up to the next empty ones, in UTF-16 units; empty when the place is on an empty line. */
export function paragraphAround(text: string, at: number): Span {
  const isEmpty = (from: number, to: number) => text.slice(from, to).trim() === '';
  let start = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
  let end = lineEnd(text, at);
  if (isEmpty(start, end)) return { start: at, end: at };
  while (start > 0) {
    const above = start < 2 ? 0 : text.lastIndexOf('\n', start - 2) + 1;
    if (isEmpty(above, start)) break;
    start = above;
  }
  while (end < text.length) {
    const below = lineEnd(text, end + 1);
    if (isEmpty(end, below)) break;
    end = below;
  }
  // A line break of two characters stays outside as a whole.
  return { start, end: text[end - 1] === '\r' ? end - 1 : end };
}
