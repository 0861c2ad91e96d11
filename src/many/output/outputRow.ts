import type { ErrorCode } from '../../protocol/engine/index.js';
import { freeName } from '../input/columnNames.js';
import type { InputRow } from '../input/row.js';
import type { Column, ColumnList, ResultRow } from '../columns.js';

/** A row of the result: what the input has, and what came of it. */
export interface OutputRow {
  input: InputRow;
  result: ResultRow | null;
  error: { code: ErrorCode; message: string } | null;
}

/** A column of the result, and what stands in it. */
export interface OutputColumn extends Column {
  /** whether it is the input's own */
  isInput: boolean;
  valueOf: (row: OutputRow) => unknown;
}

/**
 * The columns of a result: the input's, the line, what the model said, and why it said nothing. Where a name is taken by the
 * input, it has a number behind it.
 * @param hasLines whether rows have places in a file
 */
export function outputColumns(input: ColumnList, results: ColumnList, hasLines: boolean): OutputColumn[] {
  const columns: OutputColumn[] = input
    .list()
    .map((column) => ({ ...column, isInput: true, valueOf: ({ input: row }) => row.fields.get(column.name) ?? null }));
  const add = (wanted: Column, valueOf: OutputColumn['valueOf']) => {
    const name = freeName(
      wanted.name,
      columns.map((column) => column.name),
    );
    columns.push({ name, type: wanted.type, isInput: false, valueOf });
  };
  if (hasLines) add({ name: 'line', type: 'integer' }, (row) => row.input.line);
  for (const column of results.list()) add(column, ({ result }) => result?.[column.name] ?? null);
  add({ name: 'error', type: 'string' }, ({ error }) => error?.code ?? null);
  add({ name: 'error_message', type: 'string' }, ({ error }) => error?.message ?? null);
  return columns;
}

/** What takes the rows of a result, one after another. */
export interface RowWriter {
  write(row: OutputRow): Promise<void>;
  /** the last of them; the file is closed by whoever opened it */
  finish(): Promise<void>;
}
