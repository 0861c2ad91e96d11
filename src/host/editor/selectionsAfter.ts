import type { Span } from '../../protocol/engine/index.js';
import type { TextChange } from './textChanges.js';

/**
 * Where selections go when texts are replaced or inserted. A cursor in a replaced text or at its edge goes behind the
 * new one, as if it had been typed; a selection does not grow by what is inserted at its end.
 * @param selections as they are before, in UTF-16 units
 * @returns places after the changes; null for selections that stay the editor's business
 */
export function moveSelections(selections: readonly Span[], changes: readonly TextChange[]): (Span | null)[] {
  const growth = (before: (change: TextChange) => boolean) =>
    changes.filter(before).reduce((sum, { start, end, length }) => sum + length - (end - start), 0);
  return selections.map((selection) => {
    const { start, end } = selection;
    if (start === end) {
      const around = changes.find(
        (change) => change.start < change.end && change.start <= start && start <= change.end,
      );
      if (around === undefined) return null;
      const at = around.start + around.length + growth((change) => change.end <= around.start && change !== around);
      return { start: at, end: at };
    }
    if (!changes.some((change) => change.start === end && change.end === end)) return null;
    const by = growth((change) => change.end <= start);
    return { start: start + by, end: end + by + growth((change) => change.start > start && change.end < end) };
  });
}
