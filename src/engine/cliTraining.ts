/* What the console trains: `train`, from a table in a file, into the store that the editor uses. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { GlassboxError, type Params, type TrainingProgress, type TrainValue } from '../protocol/engine/index.js';
import type { Store } from '../hub/index.js';
import { readLabelledTable, type TableProblem } from '../text/labelledTable.js';
import { trainingError } from './training/labelledLines.js';

const text = v.pipe(v.string(), v.nonEmpty());

/** Beside the method's own parameters, which it checks. */
const schema = v.looseObject({
  /** a CSV or TSV file instead of `examples`, and the names of its columns */
  file: v.optional(text),
  textColumn: v.optional(text, 'text'),
  labelColumn: v.optional(text, 'label'),
  /** the model's in the store */
  name: v.optional(text, 'classifier'),
  /** where it is put instead of the store */
  folder: v.optional(text),
});

/** Trains by the engine; ended by the signal, with the best that there was. */
export type TrainCall = (
  params: Params<'train'>,
  onProgress: (progress: TrainingProgress) => void,
) => Promise<TrainValue>;

/**
 * Trains a classifier and installs it.
 * @param placeOf a path as the caller means it
 * @throws GlassboxError, always with a code
 */
export async function trainInConsole(
  given: unknown,
  {
    train,
    store,
    write,
    placeOf,
  }: { train: TrainCall; store: Store; write: (text: string) => void; placeOf: (given: string) => string },
): Promise<object> {
  const found = v.safeParse(schema, given ?? {});
  if (!found.success) {
    const name = v.getDotPath(found.issues[0]) ?? '';
    throw new GlassboxError('bad-request', `train: ${name} ${found.issues[0].message}.`, {
      details: { kind: 'parameter', name },
    });
  }
  const { file, textColumn, labelColumn, name, folder, ...own } = found.output;
  const examples =
    file === undefined ? own['examples'] : await fileExamples(placeOf(file), { text: textColumn, label: labelColumn });
  const work = folder === undefined ? await mkdtemp(path.join(os.tmpdir(), 'glassbox-train-')) : null;
  const place = work === null ? placeOf(folder ?? '') : path.join(work, name);
  try {
    // Whatever else was given is checked by the method, as it is for other callers.
    const value = await train({ ...own, examples, folder: place } as Params<'train'>, progressLine(write));
    if (work === null) return value;
    const installed = await store.installFolder(place);
    return { ...value, folder: installed.folder, installed: installed.name };
  } finally {
    write('\r\u001b[K');
    if (work !== null) await rm(work, { recursive: true, force: true });
  }
}

async function fileExamples(
  file: string,
  columns: { text: string; label: string },
): Promise<{ text: string; label: string }[]> {
  let table: string;
  try {
    table = await readFile(file, 'utf8');
  } catch (error) {
    throw new GlassboxError('bad-request', `${file} cannot be read: ${(error as Error).message}.`, {
      cause: error,
      details: { kind: 'parameter', name: 'file' },
    });
  }
  const found = readLabelledTable(table, columns);
  if ('problem' in found) throw tableError(file, found.problem);
  return found.rows.map(({ text: own, label }) => ({ text: own, label }));
}

function tableError(file: string, problem: TableProblem): GlassboxError {
  const fault = (what: string) =>
    new GlassboxError('bad-request', `${file}: ${what}`, { details: { kind: 'parameter', name: 'file' } });
  switch (problem.kind) {
    case 'column': {
      const { column, columns } = problem;
      const message = `${file} has no column ${column}; it has ${columns.join(', ')}. Name the columns with textColumn and labelColumn.`;
      return trainingError(message, { problem: 'column', column, columns });
    }
    case 'noLabel':
      return fault(`line ${problem.line} has no label.`);
    case 'quote':
      return fault(`line ${problem.line} has a quotation mark that is not closed, or stands within a value.`);
  }
}

/** As a line of the terminal, rewritten in place. */
function progressLine(write: (text: string) => void): (progress: TrainingProgress) => void {
  return ({ stage, done, count, loss, gradientNorm, accuracy, fold }) => {
    const part = fold === undefined ? '' : `part ${fold}, `;
    const figures = [
      ...(loss === undefined ? [] : [`loss ${loss.toFixed(3)}`]),
      ...(gradientNorm === undefined ? [] : [`gradient norm ${gradientNorm.toFixed(2)}`]),
      ...(accuracy === undefined ? [] : [`held out ${(100 * accuracy).toFixed(1)} % right`]),
    ];
    const what = stage === 'reading' ? 'lines read' : 'steps';
    write(`\r${part}${done} of ${count} ${what}${figures.map((one) => `, ${one}`).join('')}\u001b[K`);
  };
}
