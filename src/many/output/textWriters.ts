import type { FileHandle } from 'node:fs/promises';
import type { OutputColumn, OutputRow, RowWriter } from './outputRow.js';

/** UTF-16 units that are written together. */
const TOGETHER = 1 << 18;

/** Writes lines, many at once. @param head what stands before them */
function linesTo(handle: FileHandle, head: string, lineOf: (row: OutputRow) => string): RowWriter {
  let text = head;
  const flush = async () => {
    const ready = text;
    text = '';
    if (ready !== '') await handle.appendFile(ready);
  };
  return {
    write: async (row) => {
      text += lineOf(row);
      if (text.length >= TOGETHER) await flush();
    },
    finish: flush,
  };
}

/**
 * Comma-separated values (RFC 4180). What the input has stays as it is, also where a spreadsheet would take it for a formula:
 * this is data for programs, and `-3` is a number.
 */
export function csvWriter(handle: FileHandle, columns: readonly OutputColumn[]): RowWriter {
  const lineOf = (values: readonly unknown[]) => `${values.map(csvField).join(',')}\r\n`;
  return linesTo(handle, lineOf(columns.map(({ name }) => name)), (row) =>
    lineOf(columns.map(({ valueOf }) => valueOf(row))),
  );
}

function csvField(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** JSON lines: an object's own line as it stands, with what came of it at its end. */
export function jsonlWriter(handle: FileHandle, columns: readonly OutputColumn[]): RowWriter {
  return linesTo(handle, '', (row) => {
    const { raw, fields } = row.input;
    const shown = raw === undefined ? columns : columns.filter(({ isInput }) => !isInput);
    const members = shown.flatMap(({ name, valueOf }) => {
      const value = valueOf(row);
      return value === null || value === undefined ? [] : [`${JSON.stringify(name)}:${JSON.stringify(value)}`];
    });
    if (raw !== undefined) members.unshift(...(fields.size > 0 ? [raw.slice(1, -1)] : []));
    return `{${members.join(',')}}\n`;
  });
}
