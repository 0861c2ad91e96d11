import { open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { throwIfCancelled, type FailedText } from '../protocol/engine/index.js';
import type { ColumnList } from './columns.js';
import { manyError } from './fault.js';
import { readRows } from './input/readRows.js';
import type { InputRow } from './input/row.js';
import { settingsOf, UNFINISHED, type ManyJob } from './job.js';
import { inOrder } from './journal.js';
import { outputColumns, type OutputColumn, type OutputRow, type RowWriter } from './output/outputRow.js';
import { csvWriter, jsonlWriter } from './output/textWriters.js';
import type { Going, Survey } from './survey.js';

/** Errors that are told one by one. */
const MOST_TOLD = 20;

export interface WriteOptions extends Going {
  /** the file of what came of the rows */
  journal: string;
  /** all columns that results have */
  results: ColumnList;
  errors: number;
  onRow: (rows: number) => void;
}

/**
 * Puts rows and what came of them together, in the input's order, beside the place of the result, and then into it by a
 * rename. CSV and JSON lines have a file with the settings beside them, Parquet has them in itself.
 * @throws GlassboxError `bad-request` (`changed`) where the input is not what it was
 */
export async function writeResult(
  job: ManyJob,
  found: Survey,
  options: WriteOptions,
): Promise<{ settings: string | null; failed: FailedText[] }> {
  const columns = outputColumns(found.columns, options.results, job.input.kind !== 'folder');
  const about = aboutOf(job, found, options.errors);
  const unfinished = job.output + UNFINISHED;
  const handle = await open(unfinished, 'w');
  let failed: FailedText[];
  try {
    failed = await writeRows(job, found, await writerOf(job, handle, columns, about), options);
    await handle.datasync();
    await handle.close();
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(unfinished, { force: true });
    throw error;
  }
  const settings = job.format === 'parquet' ? null : settingsOf(job.output);
  if (settings !== null) await writeFile(settings, `${JSON.stringify(about, null, 2)}\n`);
  await rename(unfinished, job.output);
  return { settings, failed };
}

/** What made a result, beside it. */
function aboutOf({ input, settings }: ManyJob, { digest, rows, column }: Survey, errors: number): object {
  return {
    ...settings,
    input: { name: path.basename(input.place), kind: input.kind, column, sha256: digest },
    rows,
    errors,
    date: new Date().toISOString(),
  };
}

async function writerOf(
  { format }: ManyJob,
  handle: FileHandle,
  columns: readonly OutputColumn[],
  about: object,
): Promise<RowWriter> {
  switch (format) {
    case 'csv':
      return csvWriter(handle, columns);
    case 'jsonl':
      return jsonlWriter(handle, columns);
    case 'parquet':
      return (await import('./output/parquetWriter.js')).parquetWriter(handle, columns, about);
  }
}

async function writeRows(
  { input }: ManyJob,
  { digest }: Survey,
  writer: RowWriter,
  { journal, onRow, pause, signal }: WriteOptions,
): Promise<FailedText[]> {
  const failed: FailedText[] = [];
  const entries = inOrder(journal);
  let index = 0;
  const write = async (row: InputRow) => {
    const found = await entries.next();
    const entry = found.done ? null : found.value;
    if (entry?.index !== index) throw manyError({ problem: 'changed', input: input.place });
    index += 1;
    const { result = null, error = null } = entry;
    await writer.write({ input: row, result, error } satisfies OutputRow);
    if (error && failed.length < MOST_TOLD) failed.push({ line: row.line, name: row.name, ...error });
    onRow(index);
  };
  const reading = readRows(input);
  try {
    let next = await reading.next();
    for (; !next.done; next = await reading.next()) {
      for (const row of next.value) await write(row);
      await pause();
      throwIfCancelled(signal);
    }
    if (next.value !== digest) throw manyError({ problem: 'changed', input: input.place });
  } finally {
    // Their files are closed.
    await reading.return('');
    await entries.return();
  }
  await writer.finish();
  return failed;
}
