import type { WordPair } from './matchWords.js';
import type { WeightMatrix } from './weightMatrix.js';

/** A map that is compared. */
export interface ComparedMap {
  matrix: WeightMatrix;
  /** of each row the columns that it may read, counted from the first; null: all */
  reach: ArrayLike<number> | null;
}

/** A cell of two maps; indices count pairs of rows and of columns. */
export interface CellDifference {
  row: number;
  column: number;
  one: number;
  other: number;
  /** one − other */
  difference: number;
}

/** Two maps subtracted where their words match. */
export interface MapDifference {
  rows: readonly WordPair[];
  columns: readonly WordPair[];
  /** flat [rows, columns], one − other; NaN where a mask hides the cell in either map: its 0 is no weight */
  values: Float32Array;
  /** cells that are compared */
  count: number;
  /** mean of |one − other| over the cells compared; null: there are none */
  meanAbsolute: number | null;
}

/** Subtracts two maps, cell by cell of matched rows and columns. */
export function subtractMaps(
  one: ComparedMap,
  other: ComparedMap,
  rows: readonly WordPair[],
  columns: readonly WordPair[],
): MapDifference {
  const values = new Float32Array(rows.length * columns.length);
  let sum = 0;
  let count = 0;
  for (let row = 0; row < rows.length; row++) {
    rowDifference(one, other, rows[row]!, columns).forEach(({ difference }, column) => {
      values[row * columns.length + column] = difference;
      if (Number.isNaN(difference)) return;
      sum += Math.abs(difference);
      count++;
    });
  }
  return { rows, columns, values, count, meanAbsolute: count > 0 ? sum / count : null };
}

/**
 * Subtracts two rows over matched columns; the rows may be of one map.
 * @returns a cell for each pair of columns; NaN as weight and difference where a mask hides it
 */
export function rowDifference(
  one: ComparedMap,
  other: ComparedMap,
  [rowOne, rowOther]: WordPair,
  columns: readonly WordPair[],
): CellDifference[] {
  return columns.map(([columnOne, columnOther], column) => {
    const weights = { one: weightAt(one, rowOne, columnOne), other: weightAt(other, rowOther, columnOther) };
    return { row: 0, column, ...weights, difference: weights.one - weights.other };
  });
}

/** The cells that differ most, the largest difference first; such as do not differ are none. */
export function largestDifferences(
  one: ComparedMap,
  other: ComparedMap,
  { rows, columns, values }: MapDifference,
  most: number,
): CellDifference[] {
  const places = [...values.keys()].filter((at) => Math.abs(values[at]!) > 0);
  const largest = places.sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!) || a - b).slice(0, most);
  return largest.map((at) => {
    const [row, column] = [Math.floor(at / columns.length), at % columns.length];
    return { ...rowDifference(one, other, rows[row]!, [columns[column]!])[0]!, row, column };
  });
}

function weightAt({ matrix, reach }: ComparedMap, row: number, column: number): number {
  return reach !== null && column >= (reach[row] ?? 0) ? NaN : (matrix.values[row * matrix.keys + column] ?? 0);
}
