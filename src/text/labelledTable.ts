import { CsvError, parse } from 'csv-parse/sync';
import { labelOf } from './examples.js';
import type { LabelledText } from './labelledLines.js';

/** What is wrong with a table of labelled texts. */
export type TableProblem =
  /** a column that there is not, and those that there are */
  | { kind: 'column'; column: string; columns: string[] }
  /** a name that several columns have */
  | { kind: 'columnTwice'; column: string }
  /** not even a line of names */
  | { kind: 'empty' }
  /** a quotation mark that is not closed, or stands within a value */
  | { kind: 'quote'; line: number };

/** The two columns that count: by their names, or by their places from 0. */
export interface TableColumns {
  text: string | number;
  label: string | number;
}

/** A row of a table, and the last line that it stands in, from 1. */
interface TableRow {
  cells: string[];
  line: number;
}

/** Spreadsheets write other separators in other languages. */
const SEPARATORS = ['\t', ',', ';'];
/** As much of a table as its line of names is looked for in, in UTF-16 units. */
const MOST_HEADER = 100_000;

/** One kind of line end, so that a file may mix them, without the mark of its encoding. */
const evened = (table: string): string => table.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');

const isFilled = (cells: readonly string[]): boolean => cells.some((cell) => cell.trim() !== '');

/** The cells of the first line that says something; of one with faulty quotes by its separators alone. */
function headerBy(separator: string, table: string): string[] {
  const text = table.slice(0, MOST_HEADER).replace(/^(?:[\t,; ]*\n)+/, '');
  try {
    return parse(text, { delimiter: separator, relaxColumnCount: true, to: 1 })[0] ?? [];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return text.split('\n', 1)[0]!.split(separator);
  }
}

/** The separator that the line of names has most of, outside of quotes. @param table with evened line ends */
export function separatorOf(table: string): string {
  const counts = SEPARATORS.map((separator) => headerBy(separator, table).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))]!;
}

/** What the first line of a table names, by the columns' places; one name where it has no separator. */
export function columnsOf(table: string): string[] {
  const text = evened(table);
  return headerBy(separatorOf(text), text).map((name) => name.trim());
}

/**
 * Reads a table of comma-, semicolon- or tab-separated values (RFC 4180) whose first line names its columns; empty lines
 * are left out.
 * @param columns the two that count; names in any case where none has just that one
 * @returns `without`: lines of rows that lack a text or a label; `wide`: of those with more values than there are columns,
 * of which nobody knows where the text ends
 */
export function readLabelledTable(
  table: string,
  columns: TableColumns,
): { rows: LabelledText[]; without: number[]; wide: number[] } | { problem: TableProblem } {
  const found = tableRows(evened(table));
  if ('problem' in found) return found;
  const [header, ...records] = found.rows;
  if (header === undefined) return { problem: { kind: 'empty' } };
  const names = header.cells.map((name) => name.trim());
  const [textAt, labelAt] = [placeOf(names, columns.text), placeOf(names, columns.label)];
  if (typeof textAt !== 'number') return { problem: textAt };
  if (typeof labelAt !== 'number') return { problem: labelAt };
  const rows: LabelledText[] = [];
  const [without, wide]: [number[], number[]] = [[], []];
  for (const { cells, line } of records) {
    const [text = '', label = ''] = [cells[textAt], labelOf(cells[labelAt] ?? '')];
    if (isFilled(cells.slice(names.length))) wide.push(line);
    else if (text.trim() !== '' && label !== '') rows.push({ text, label, line });
    else without.push(line);
  }
  return { rows, without, wide };
}

/** The rows that are no empty lines; one of nothing but separators is one. */
function tableRows(text: string): { rows: TableRow[] } | { problem: TableProblem } {
  const rows: TableRow[] = [];
  const delimiter = separatorOf(text);
  try {
    parse(text, {
      delimiter,
      recordDelimiter: '\n',
      relaxColumnCount: true,
      skipEmptyLines: true,
      onRecord: (cells: string[], { lines }) => void rows.push({ cells, line: lines }),
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { problem: { kind: 'quote', line: faultyLine(text, delimiter, rows.at(-1)?.line ?? 0) } };
  }
  return { rows: rows.filter(({ cells }) => isFilled(cells)) };
}

/**
 * The line with the quotation mark that is at fault: that which opens the value behind which no separator comes, or the
 * first that stands within a value. The parser tells where it gave up, which may be the file's last line.
 * @param read lines of the rows that were read
 */
function faultyLine(text: string, separator: string, read: number): number {
  const row = text.split('\n').slice(read).join('\n');
  // A whole value in quotes, or one without any.
  const value = new RegExp(`"[^"]*(?:""[^"]*)*"(?=[\n${separator}]|$)|[^"\n${separator}]*`, 'y');
  let at = 0;
  for (;;) {
    value.lastIndex = at;
    const end = at + (value.exec(row)?.[0].length ?? 0);
    if (end >= row.length || (row[end] !== '\n' && row[end] !== separator)) {
      return read + 1 + lineEnds(row.slice(0, end));
    }
    at = end + 1;
  }
}

const lineEnds = (text: string): number => text.split('\n').length - 1;

/** The place of a column: of the name as it is written, else in any case. */
function placeOf(names: readonly string[], wanted: string | number): number | TableProblem {
  if (typeof wanted === 'number') return wanted;
  const of = (isIt: (name: string) => boolean) => names.flatMap((name, at) => (isIt(name) ? [at] : []));
  const exact = of((name) => name === wanted);
  const found = exact.length > 0 ? exact : of((name) => name.toLowerCase() === wanted.toLowerCase());
  if (found.length > 1) return { kind: 'columnTwice', column: wanted };
  return found[0] ?? { kind: 'column', column: wanted, columns: [...names] };
}
