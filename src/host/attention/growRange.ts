import type { Span } from '../../protocol/index.js';
import type { TextChange } from '../text/moveRange.js';

/**
 * Where a stretch of text is after a change, in UTF-16 units: what happens inside it makes it longer or shorter. What is
 * inserted exactly at its start or end stays outside.
 * @returns null when the change reaches over one of its ends, so that nobody can tell where it ends now
 */
export function growRange({ start, end }: Span, change: TextChange): Span | null {
  const by = change.length - (change.end - change.start);
  if (change.end <= start) return { start: start + by, end: end + by };
  if (change.start >= end) return { start, end };
  return change.start >= start && change.end <= end ? { start, end: end + by } : null;
}

/** Follows a stretch through changes that are applied one after the other. */
export function growThrough(range: Span, changes: readonly TextChange[]): Span | null {
  return changes.reduce<Span | null>((at, change) => at && growRange(at, change), range);
}
