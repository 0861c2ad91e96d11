import type { Span } from '../../protocol/index.js';
import type { TextChange } from './moveRange.js';

/**
 * Where cursors go when texts are replaced: one that stood in a replaced text or at its edge goes behind the new one, as
 * if it had been typed.
 * @param selections as they are before, in UTF-16 units
 * @returns offsets after the changes; null for selections that stay the editor's business
 */
export function cursorsAfter(selections: readonly Span[], changes: readonly TextChange[]): (number | null)[] {
  const inOrder = [...changes].sort((a, b) => a.start - b.start);
  return selections.map(({ start, end }) => {
    if (start !== end) return null;
    let by = 0;
    for (const change of inOrder) {
      if (change.start < change.end && change.start <= start && start <= change.end) return change.start + by + change.length;
      by += change.length - (change.end - change.start);
    }
    return null;
  });
}
