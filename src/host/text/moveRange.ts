import type { Span } from '../../protocol/index.js';

/** One change of a text: the UTF-16 units from `start` to `end` became `length` others. */
export interface TextChange extends Span {
  length: number;
}

/**
 * Where a stretch of text is after a change, in UTF-16 units. What is inserted exactly at its start or end stays outside.
 * @returns null when the change touched the stretch itself
 */
export function moveRange(range: Span, change: TextChange): Span | null {
  if (change.start === change.end && change.length === 0) return range;
  if (change.end <= range.start) {
    const by = change.length - (change.end - change.start);
    return { start: range.start + by, end: range.end + by };
  }
  return change.start >= range.end ? range : null;
}

/** Follows a stretch through changes that are applied one after the other. */
export function moveThrough(range: Span, changes: readonly TextChange[]): Span | null {
  return changes.reduce<Span | null>((at, change) => at && moveRange(at, change), range);
}

/** The one place where `part` stands in `text`; null when it is not there, or more than once, so nobody can tell which. */
export function onlyPlace(text: string, part: string): Span | null {
  if (part === '') return null;
  const start = text.indexOf(part);
  if (start < 0 || text.includes(part, start + 1)) return null;
  return { start, end: start + part.length };
}
