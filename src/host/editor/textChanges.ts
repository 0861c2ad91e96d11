import type * as vscode from 'vscode';
import type { Span } from '../../protocol/engine/index.js';

/** One change of a text: the UTF-16 units from `start` to `end` became `length` others. */
export interface TextChange extends Span {
  length: number;
}

/** An event's changes; applied one after the other they make the new text. */
export function textChanges({ contentChanges }: Pick<vscode.TextDocumentChangeEvent, 'contentChanges'>): TextChange[] {
  return contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
    start: rangeOffset,
    end: rangeOffset + rangeLength,
    length: text.length,
  }));
}

const growth = ({ start, end, length }: TextChange) => length - (end - start);

/**
 * Where a stretch of text is after a change, in UTF-16 units: what happens inside it makes it longer or shorter. What is
 * inserted exactly at its start or end stays outside.
 * @returns null when the change reaches over one of its ends, so that nobody can tell where it ends now
 */
export function growRange({ start, end }: Span, change: TextChange): Span | null {
  const by = growth(change);
  if (change.end <= start) return { start: start + by, end: end + by };
  if (change.start >= end) return { start, end };
  return change.start >= start && change.end <= end ? { start, end: end + by } : null;
}

/** Where in the new text stands what each change put in; empty where it only took away. */
export function putBy(changes: readonly TextChange[]): Span[] {
  return changes.reduce<Span[]>((before, change) => {
    const end = change.start + change.length;
    const moved = before.map(
      (put) =>
        growRange(put, change) ?? {
          start: Math.min(put.start, change.start),
          end: end + Math.max(0, put.end - change.end),
        },
    );
    return [...moved, { start: change.start, end }];
  }, []);
}

/** Every place where `part` stands in `text`, overlapping ones included; none for an empty part. */
export function occurrences(text: string, part: string): Span[] {
  const found: Span[] = [];
  for (let start = text.indexOf(part); part !== '' && start >= 0; start = text.indexOf(part, start + 1)) {
    found.push({ start, end: start + part.length });
  }
  return found;
}
