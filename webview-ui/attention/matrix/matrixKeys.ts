import type { MatrixSize } from './matrixGeometry.js';
import type { Cell } from '../model/cell.js';

/**
 * The cell that a key leads to, as in a grid of the ARIA practices: arrows, Home and End along the row, with Ctrl to the
 * first and last cell, Page Up and Down.
 * @param page how many rows are in sight
 * @returns null for keys that lead nowhere
 */
export function cellForKey(
  here: Cell,
  { key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
  { rows, columns }: MatrixSize,
  page: number,
): Cell | null {
  const row = Math.max(0, here.row);
  const column = Math.max(0, here.column);
  const at = (toRow: number, toColumn: number): Cell => ({
    row: Math.min(rows - 1, Math.max(0, toRow)),
    column: Math.min(columns - 1, Math.max(0, toColumn)),
  });
  switch (key) {
    case 'ArrowLeft':
      return at(row, column - 1);
    case 'ArrowRight':
      return at(row, column + 1);
    case 'ArrowUp':
      return at(row - 1, column);
    case 'ArrowDown':
      return at(row + 1, column);
    case 'Home':
      return at(ctrlKey ? 0 : row, 0);
    case 'End':
      return at(ctrlKey ? rows - 1 : row, columns - 1);
    case 'PageUp':
      return at(row - page, column);
    case 'PageDown':
      return at(row + page, column);
    default:
      return null;
  }
}
