import { keyColumn, queryRow } from '../../../src/attention/weightMatrix.js';
import { topWeights } from '../../../src/maths/topWeights.js';
import type { Word } from '../../../src/attention/tokenWords.js';
import type { Cell } from './cell.js';
import type { DisplayedMap, DisplayedSide } from './displayModel.js';

/** What is looked at, as tokens: words and specials may come and go around it. */
export interface Focus {
  row: number | null;
  column: number | null;
  /** the column was chosen by the user; otherwise it is the one that the row reads most */
  isChosen: boolean;
}

export const NO_FOCUS: Focus = { row: null, column: null, isChosen: false };

const wordIndexOfToken = (words: readonly Word[], token: number | null) =>
  token === null ? -1 : words.findIndex(({ from, to }) => token >= from && token < to);

/**
 * The word at an offset of a side's text, or the one that ends there; −1 between words. Between a word and the stop behind
 * it the word, as in the editor.
 */
export function wordIndexAt(words: readonly Word[], offset: number): number {
  const within = words.findIndex(({ start, end }) => start !== null && end !== null && offset >= start && offset < end);
  const behind = words.findIndex(({ end }) => end === offset);
  const hasLetters = (index: number) => /[\p{L}\p{N}]/u.test(words[index]?.text ?? '');
  return within < 0 || (hasLetters(behind) && !hasLetters(within)) ? behind : within;
}

/** The word at a place of the subject; −1 where the side holds none of it. */
export function wordIndexInSubject({ words, subjectAt }: DisplayedSide, at: number | null): number {
  return at === null || subjectAt === null ? -1 : wordIndexAt(words, at + subjectAt);
}

/** The cell in focus of a map; null: none. */
export function focusedCell(map: DisplayedMap, { row, column, isChosen }: Focus): Cell | null {
  const at = wordIndexOfToken(map.rows.words, row);
  if (at < 0) return null;
  const chosen = isChosen ? wordIndexOfToken(map.columns.words, column) : -1;
  return { row: at, column: chosen >= 0 ? chosen : strongest(map, at) };
}

/** What a row reads most; the first column where it reads nothing. */
function strongest({ matrix }: DisplayedMap, row: number): number {
  return topWeights(queryRow(matrix, row), 1)[0]?.index ?? 0;
}

/** The focus that a cell stands for. */
export function focusOnCell(map: DisplayedMap, cell: Cell | null): Focus {
  if (!cell) return NO_FOCUS;
  return {
    row: map.rows.words[cell.row]?.from ?? null,
    column: map.columns.words[cell.column]?.from ?? null,
    isChosen: cell.column >= 0,
  };
}

/** The row in focus as an offset into its side's text, for what outlives the tokens. */
export function focusOffset({ rows }: DisplayedMap, { row }: Focus): number | null {
  const start = rows.words[wordIndexOfToken(rows.words, row)]?.start ?? null;
  return start === null ? null : Math.max(0, start - (rows.subjectAt ?? 0));
}

/** The focus at an offset as `offsetOf` gives it. */
export function focusAt({ rows }: DisplayedMap, offset: number | null): Focus {
  const at = offset === null ? -1 : wordIndexAt(rows.words, offset + (rows.subjectAt ?? 0));
  return { ...NO_FOCUS, row: rows.words[at]?.from ?? null };
}

/** The focus that the editor's cursor asks for: its word, or in a cross map the word that reads it most; null: none. */
export function focusOnCursor(map: DisplayedMap, cursor: number | null): Focus | null {
  const row = wordIndexInSubject(map.rows, cursor);
  if (row >= 0) return { ...NO_FOCUS, row: map.rows.words[row]?.from ?? null };
  const column = wordIndexInSubject(map.columns, cursor);
  if (column < 0) return null;
  const [reader] = topWeights(keyColumn(map.matrix, column), 1);
  return reader ? focusOnCell(map, { row: reader.index, column }) : null;
}
