import type { LineProblem } from '../../protocol/engine/index.js';

/** A value of an input's column: of a table always a string; null where a row has none. */
export type Cell = string | number | boolean | object | null;

/** A row of an input, whose text is found by the column's name. */
export interface InputRow {
  /** where it begins, from 1; null in a folder */
  line: number | null;
  /** of a folder: the file's path in it, with `/` */
  name: string | null;
  /** by column, in the input's order */
  fields: ReadonlyMap<string, Cell>;
  /** of a folder: what is in the file */
  body?: string;
  /** of JSON lines: the line as it stands there */
  raw?: string;
  problem: LineProblem | null;
}

/** A row that cannot be read. */
export const badRow = (line: number | null, problem: LineProblem, name: string | null = null): InputRow => ({
  line,
  name,
  fields: name === null ? new Map() : new Map([['path', name]]),
  problem,
});

/** The text of a row that has words; null where it has none. */
export function wordsOf(row: InputRow, column: string | null): string | null {
  const text = textOf(row, column);
  return typeof text === 'string' && text.trim() !== '' ? text : null;
}

/** The text of a row, or why it has none. @param column null in a folder */
export function textOf({ body, fields, problem }: InputRow, column: string | null): string | { problem: LineProblem } {
  if (problem) return { problem };
  if (body !== undefined) return body;
  const value = column === null ? undefined : fields.get(column);
  return typeof value === 'string' ? value : { problem: 'field' };
}
