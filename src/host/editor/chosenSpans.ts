import type * as vscode from 'vscode';
import type { Span } from '../../protocol/engine/index.js';
import { isText } from './chooseSpan.js';

/** Stretches in their order; those that overlap are one. */
export function apartInOrder(spans: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (const { start, end } of [...spans].sort((one, other) => one.start - other.start || one.end - other.end)) {
    const last = found.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
}

/**
 * The stretches that an editor's selections and cursors mean: all selections that are a text; where there is none, what is
 * around each cursor.
 * @param text the document's
 * @param around what a cursor means; null where there is nothing
 */
export function chosenSpans(
  { document, selections }: Pick<vscode.TextEditor, 'document' | 'selections'>,
  text: string,
  around: (at: number) => Span | null,
): Span[] {
  const selected = selections
    .map(({ start, end }) => ({ start: document.offsetAt(start), end: document.offsetAt(end) }))
    .filter((span) => isText(text, span));
  if (selected.length > 0) return apartInOrder(selected);
  const found = selections.map(({ active }) => around(document.offsetAt(active)));
  return apartInOrder(found.filter((span) => span !== null));
}
