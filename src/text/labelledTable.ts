import { CsvError, parse } from 'csv-parse/sync';
import type { LabelledText } from './labelledLines.js';

/** What is wrong with a table of labelled texts. */
export type TableProblem =
  /** a column that there is not, and those that there are */
  | { kind: 'column'; column: string; columns: string[] }
  /** a quotation mark that is not closed, or stands within a value */
  | { kind: 'quote'; line: number };

/** Spreadsheets write other separators in other languages. */
const SEPARATORS = ['\t', ',', ';'];

/** The separator that the line of names has most of. */
export function separatorOf(header: string): string {
  const counts = SEPARATORS.map((separator) => header.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))]!;
}

/** What the first line of a table names; one name where it has no separator. */
export function columnsOf(table: string): string[] {
  const [header = ''] = table.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/, 1);
  const names = header.split(separatorOf(header));
  return names.map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
}

/**
 * Reads a table of comma- or tab-separated values (RFC 4180) whose first line names its columns; empty lines are left out.
 * @param columns the names of the two that count, in any case
 * @returns `without`: lines of rows that lack a text or a label
 */
export function readLabelledTable(
  table: string,
  columns: { text: string; label: string },
): { rows: LabelledText[]; without: number[] } | { problem: TableProblem } {
  const [header = ''] = table.split(/\r?\n/, 1);
  const options = {
    delimiter: separatorOf(header),
    bom: true,
    info: true,
    relaxColumnCount: true,
    skipEmptyLines: true,
  } as const;
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(table, options) as unknown as typeof records;
  } catch (error) {
    if (error instanceof CsvError) return { problem: { kind: 'quote', line: Number(error['lines'] ?? 1) } };
    throw error;
  }
  const names = records[0]?.record.map((name) => name.trim()) ?? [];
  const placeOf = (wanted: string) => names.findIndex((name) => name.toLowerCase() === wanted.toLowerCase());
  for (const column of [columns.text, columns.label]) {
    if (placeOf(column) < 0) return { problem: { kind: 'column', column, columns: names } };
  }
  const rows: LabelledText[] = [];
  const without: number[] = [];
  for (const { record, info } of records.slice(1)) {
    const [text = '', label = ''] = [record[placeOf(columns.text)], record[placeOf(columns.label)]?.trim()];
    if (text.trim() !== '' && label !== '') rows.push({ text, label, line: info.lines });
    // A row of nothing but separators is an empty line.
    else if (record.some((value) => value.trim() !== '')) without.push(info.lines);
  }
  return { rows, without };
}
