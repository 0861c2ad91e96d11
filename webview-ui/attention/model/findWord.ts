import type { Cell } from './cell.js';
import type { DisplayedMap } from './displayModel.js';

/** Where a word that is searched for stands, and which of how many it is. */
export interface FoundWord {
  cell: Cell;
  /** from 1 */
  place: number;
  count: number;
}

/**
 * Finds the next word with some text, capitals and small letters alike: among the rows, or where none of them has it, as
 * in a source that is only read, among the columns.
 * @param from the cell before which the search does not begin; the first one follows the last
 */
export function findWord(map: DisplayedMap, query: string, from: Cell | null, isBackward = false): FoundWord | null {
  const wanted = fold(query.trim());
  if (wanted === '') return null;
  for (const side of ['row', 'column'] as const) {
    const { words } = side === 'row' ? map.rows : map.columns;
    const found = words.flatMap(({ text }, index) => (fold(text).includes(wanted) ? [index] : []));
    if (found.length === 0) continue;
    const at = from?.[side] ?? -1;
    const next = isBackward
      ? (found.findLast((index) => index < at) ?? found.at(-1)!)
      : (found.find((index) => index > at) ?? found[0]!);
    const cell = side === 'row' ? { row: next, column: -1 } : { row: from?.row ?? 0, column: next };
    return { cell, place: found.indexOf(next) + 1, count: found.length };
  }
  return null;
}

const fold = (text: string) => text.normalize('NFC').toLowerCase();
