import { columnsOf } from './columnNames.js';
import { LineSplitter, type PhysicalLine } from './lineSplitter.js';
import { badRow, type Cell, type InputRow } from './row.js';
import { TableReader, type TableRecord } from './tableReader.js';
import { separatorOf } from '../../text/labelledTable.js';

/** Makes rows of what comes in pieces. */
export interface RowReader {
  push(piece: string): InputRow[];
  end(): InputRow[];
}

/** The name of the only column where texts have none. */
export const TEXT_COLUMN = 'text';

/** Rows of lines, by what a reader makes of some of them. */
function byLines(read: (lines: PhysicalLine[]) => InputRow[], rest: () => InputRow[] = () => []): RowReader {
  const splitter = new LineSplitter();
  return {
    push: (piece) => read(splitter.push(piece)),
    end: () => [...read(splitter.end()), ...rest()],
  };
}

const isEmpty = ({ text, isLong }: PhysicalLine) => !isLong && text.trim() === '';

/** A plain text: each line that is not empty. */
export const plainRows = (): RowReader =>
  byLines((lines) =>
    lines.flatMap((line) => {
      if (isEmpty(line)) return [];
      if (line.isLong) return [badRow(line.number, 'long')];
      return [{ line: line.number, name: null, fields: new Map([[TEXT_COLUMN, line.text]]), problem: null }];
    }),
  );

/** Numbers that JavaScript would round, as ids often are, stay what they are as strings. */
const LONG_NUMBERS = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/** JSON lines: objects, or strings by themselves. */
export const jsonRows = (): RowReader =>
  byLines((lines) => lines.flatMap((line) => (isEmpty(line) ? [] : jsonRow(line))));

function jsonRow({ number, text, isLong }: PhysicalLine): InputRow {
  if (isLong) return badRow(number, 'long');
  const exact = /\d{16}/.test(text)
    ? text.replace(LONG_NUMBERS, (found) => (found.startsWith('"') ? found : `"${found}"`))
    : text;
  let value: unknown;
  try {
    value = JSON.parse(exact);
  } catch {
    return badRow(number, 'json');
  }
  if (typeof value === 'string') {
    return { line: number, name: null, fields: new Map([[TEXT_COLUMN, value]]), problem: null };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return badRow(number, 'object');
  const fields = new Map(Object.entries(value as Record<string, Cell>));
  return { line: number, name: null, fields, raw: text.trim(), problem: null };
}

/** A table whose first row names its columns. @param separator by the first line when left out */
export function tableRows(separator?: string): RowReader {
  let reader: TableReader | null = null;
  let columns: string[] | null = null;
  const rowsOf = (records: TableRecord[]) =>
    records.flatMap((record): InputRow | InputRow[] => {
      if (record.problem === null && columns === null) {
        columns = columnsOf(record.cells);
        return [];
      }
      return tableRow(record, columns ?? []);
    });
  return byLines(
    (lines) => {
      const header = reader ? undefined : lines.find((line) => !isEmpty(line));
      if (header) reader = new TableReader(separator ?? separatorOf(header.text));
      return reader ? rowsOf(reader.push(lines)) : [];
    },
    () => (reader ? rowsOf(reader.end()) : []),
  );
}

function tableRow({ line, cells, problem }: TableRecord, columns: readonly string[]): InputRow | [] {
  if (problem) return badRow(line, problem);
  // A row of nothing but separators is an empty line.
  if (cells.every((cell) => cell.trim() === '')) return [];
  if (cells.slice(columns.length).some((cell) => cell.trim() !== '')) return badRow(line, 'cells');
  const fields = new Map(columns.map((name, at): [string, Cell] => [name, cells[at] ?? null]));
  return { line, name: null, fields, problem: null };
}
