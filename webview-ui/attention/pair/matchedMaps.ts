import * as l10n from '@vscode/l10n';
import { isSameText, matchWords } from '../../../src/attention/matchWords.js';
import {
  largestDifferences,
  type CellDifference,
  type MapDifference,
  subtractMaps,
} from '../../../src/attention/mapDifference.js';
import { trimToken } from '../../../src/text/displayText.js';
import type { Numbers } from '../../kit/numbers.js';
import type { Cell } from '../model/cell.js';
import type { DisplayedMap } from '../model/displayModel.js';
import { rowName } from '../model/mapNames.js';
import { LISTED } from '../details/barList.js';

/** Two maps whose words are matched, and what they differ by. */
export interface MatchedMaps {
  one: DisplayedMap;
  other: DisplayedMap;
  difference: MapDifference;
  most: readonly CellDifference[];
  /** whether rows, and columns, are matched by their place */
  byPlace: { rows: boolean; columns: boolean };
}

export function matchMaps(one: DisplayedMap, other: DisplayedMap): MatchedMaps {
  const rows = matchWords(one.rows, other.rows);
  const columns = matchWords(one.columns, other.columns);
  const difference = subtractMaps(one, other, rows, columns);
  return {
    one,
    other,
    difference,
    most: largestDifferences(one, other, difference, LISTED),
    byPlace: { rows: isSameText(one.rows, other.rows), columns: isSameText(one.columns, other.columns) },
  };
}

/** The same words with the same weights on both sides. */
export function isSameMap({ one, other, difference, most }: MatchedMaps): boolean {
  const { rows, columns } = difference;
  const isWhole = (pairs: number, a: number, b: number) => pairs === a && pairs === b;
  return (
    most.length === 0 &&
    isWhole(rows.length, one.matrix.queries, other.matrix.queries) &&
    isWhole(columns.length, one.matrix.keys, other.matrix.keys)
  );
}

/** Turns a cell of one side into pairs of rows and columns; −1 where there is no counterpart. */
export function pairCell({ difference }: MatchedMaps, cell: Cell | null, side: 0 | 1): Cell | null {
  if (!cell) return null;
  const at = (pairs: MapDifference['rows'], index: number) => pairs.findIndex((pair) => pair[side] === index);
  return { row: at(difference.rows, cell.row), column: at(difference.columns, cell.column) };
}

/** The cell of a side that pairs of rows and columns stand for; −1 where there is none. */
export function cellOfPair({ difference }: MatchedMaps, pair: Cell | null, side: 0 | 1): Cell | null {
  if (!pair) return null;
  return {
    row: difference.rows[pair.row]?.[side] ?? -1,
    column: difference.columns[pair.column]?.[side] ?? -1,
  };
}

/** A matched row, as this side names it. */
export const pairRowName = ({ one, difference }: MatchedMaps, row: number) =>
  trimToken(rowName(one, difference.rows[row]?.[0] ?? -1));

/** A matched column, as this side names it. */
export const pairColumnName = ({ one, difference }: MatchedMaps, column: number) =>
  trimToken(one.columns.words[difference.columns[column]?.[0] ?? -1]?.text ?? '');

/** A difference with its sign. */
export function signedText(difference: number, decimal: Numbers['decimal']): string {
  return `${difference > 0 ? '+' : ''}${decimal(difference, 3)}`;
}

/** “0.424 here, 0.311 there: +0.113” */
export function differenceText({ one, other, difference }: CellDifference, decimal: Numbers['decimal']): string {
  const figures = [decimal(one, 3), decimal(other, 3), signedText(difference, decimal)] as const;
  return l10n.t('{0} here, {1} there: {2}', ...figures);
}
