import type { Span } from '../../../protocol/engine/index.js';
import { occurrences } from '../../editor/textChanges.js';

/**
 * Where a passage of a file stands in the text that an editor has of it: at its place, or where the same words stand
 * nearest to that. The editor has one kind of line end in all of a text, whatever the file has.
 * @param passage as it stands in the file
 * @param start in the file, in UTF-16 units
 * @returns null where these words are nowhere
 */
export function passagePlace(text: string, passage: string, start: number): Span | null {
  if (passage === '') return null;
  if (text.startsWith(passage, start)) return { start, end: start + passage.length };
  const lines = passage.replace(/\r\n?/g, '\n');
  for (const lineEnd of ['\n', '\r\n']) {
    const places = occurrences(text, lines.replaceAll('\n', lineEnd));
    const near = places.reduce<Span | null>(
      (best, one) => (best && Math.abs(best.start - start) <= Math.abs(one.start - start) ? best : one),
      null,
    );
    if (near) return near;
  }
  return null;
}

/** A place as an editor counts it, from 1. */
export function lineAndColumn(text: string, at: number): { line: number; column: number } {
  let line = 1;
  let from = 0;
  for (const { index, 0: end } of text.slice(0, at).matchAll(/\r\n|\r|\n/g)) {
    line += 1;
    from = index + end.length;
  }
  return { line, column: at - from + 1 };
}
