/* What the console trains of lines in a file, into the store that the editor uses: `train`, and `trainNames`. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import {
  atLineOf,
  GlassboxError,
  toErrorValue,
  type ModelInfo,
  type Params,
  type Progress,
  type Values,
} from '../protocol/engine/index.js';
import { isModelName, type InstalledModel, type Store } from '../hub/index.js';
import { readLabelledTable, type TableProblem } from '../text/labelledTable.js';
import { lineRemarks, type LineRemarks } from '../text/lineRemarks.js';
import { markedLines, taughtNames } from '../text/markedNames.js';
import { numberFormat } from '../text/numbers.js';
import { lineRemarkTexts } from '../wording/lineRemarkTexts.js';
import { figure } from './training/cardTable.js';
import { trainingError } from './training/labelledLines.js';

const text = v.pipe(v.string('must be a text'), v.nonEmpty('must not be empty'));

/** Beside the method's own parameters, which it checks. */
const schema = v.looseObject({
  /** a CSV or TSV file instead of `examples`, and the names of its columns */
  file: v.optional(text),
  textColumn: v.optional(text, 'text'),
  labelColumn: v.optional(text, 'label'),
  /** the model's in the store; `classifier` for a file's lines */
  name: v.optional(text),
  /** where it is put instead of the store */
  folder: v.optional(text),
});

export type TrainingMethod = 'train' | 'trainNames' | 'pretrain' | 'adapt';

/** Trains by the engine; ended by the signal, with the best that there was. */
export type TrainCall<M extends TrainingMethod = 'train'> = (
  params: Params<M>,
  onProgress: (progress: Progress) => void,
) => Promise<Values[M]>;

/** What the console trains with, and where it puts what was made. */
export interface TrainingConsole<M extends TrainingMethod = 'train'> {
  train: TrainCall<M>;
  store: Store;
  /** those that there are */
  models: () => Promise<readonly Pick<ModelInfo, 'id' | 'source'>[]>;
  /** progress, where somebody looks */
  write: (text: string) => void;
  /** a line of the standard error, whoever reads it */
  say: (text: string) => void;
  /** a path as the caller means it */
  placeOf: (given: string) => string;
}

/**
 * Trains a classifier and installs it; one of `examples` that got neither name nor folder is only judged.
 * @throws GlassboxError, always with a code
 */
export async function trainInConsole(given: unknown, to: TrainingConsole): Promise<object> {
  const { file, textColumn, labelColumn, name, folder, ...own } = checked('train', schema, given);
  const { examples, numbers } =
    file === undefined
      ? givenExamples(own['examples'], to.say)
      : await fileExamples(to.placeOf(file), { text: textColumn, label: labelColumn }, to.say);
  const train = (more: object) =>
    byNumbers(numbers, to.train({ ...more, ...own, examples } as Params<'train'>, progressLine(to.write)));
  // Whatever else was given is checked by the method, as it is for other callers.
  if (file === undefined && name === undefined && folder === undefined) {
    try {
      return await train({});
    } finally {
      to.write('\r\u001b[K');
    }
  }
  return installed({ method: 'train', name: name ?? 'classifier', folder }, to, async (place, run) => {
    const value = await train({ run, folder: place });
    return { value, folders: value.folder === null ? [] : [value.folder] };
  });
}

/** Beside the method's own parameters, which it checks. */
const namesSchema = v.looseObject({
  /** a text in UTF-8 instead of `examples`, whose lines mark names: `[Anna](PERSON) lives in [Rome](PLACE)` */
  file: v.optional(text),
  name: v.optional(text, 'names'),
  folder: v.optional(text),
});

/**
 * Trains a model that finds names and installs it.
 * @throws GlassboxError, always with a code
 */
export async function trainNamesInConsole(given: unknown, to: TrainingConsole<'trainNames'>): Promise<object> {
  const { file, name, folder, ...own } = checked('trainNames', namesSchema, given);
  const { examples, numbers } =
    file === undefined ? givenNames(own['examples'], to.say) : await fileNames(to.placeOf(file), to.say);
  return installed({ method: 'trainNames', name, folder }, to, async (place, run) => {
    const params = { run, ...own, examples, folder: place } as Params<'trainNames'>;
    const value = await byNumbers(numbers, to.train(params, progressLine(to.write)));
    return { value, folders: [value.folder] };
  });
}

/** Reads what the console itself goes by; the rest is left. @throws GlassboxError `bad-request` */
export function checked<S extends v.GenericSchema>(method: string, by: S, given: unknown): v.InferOutput<S> {
  const found = v.safeParse(by, given ?? {});
  if (found.success) return found.output;
  const name = v.getDotPath(found.issues[0]) ?? '';
  throw new GlassboxError('bad-request', `${method}: ${name} ${found.issues[0].message}.`, {
    details: { kind: 'parameter', name },
  });
}

/**
 * Makes models, and installs them where no folder was asked for.
 * @param endings behind the name, of each model that is made
 * @param make puts them at a place, or behind its name; it keeps the run in a folder as it goes, so that the same command
 * goes on with it where the process was ended
 * @throws GlassboxError `bad-request` for a name that no model in the store can have
 */
export async function installed<Value extends object>(
  {
    method,
    name,
    folder,
    endings = [''],
  }: { method: TrainingMethod; name: string; folder?: string | undefined; endings?: readonly string[] },
  { store, models, write, say, placeOf }: Omit<TrainingConsole, 'train'>,
  make: (place: string, run: string) => Promise<{ value: Value; folders: string[] }>,
): Promise<object> {
  if (folder === undefined) for (const ending of endings) requireName(method, name, ending, await models(), say);
  const work = folder === undefined ? await mkdtemp(path.join(os.tmpdir(), 'glassbox-train-')) : null;
  const place = work === null ? placeOf(folder ?? '') : path.join(work, name);
  const run = work === null ? `${place}.run` : path.join(store.folder, '.incoming', '.training', runName(method, name));
  let isKept = false;
  try {
    const { value, folders } = await make(place, run);
    if (work === null) return value;
    const made: InstalledModel[] = [];
    for (const one of folders) {
      try {
        made.push(await store.installFolder(one));
      } catch (error) {
        isKept = true;
        throw notInstalled(error, folders.slice(made.length));
      }
    }
    const [first] = made;
    if (made.length === 1 && first) return { ...value, folder: first.folder, installed: first.name };
    return { ...value, installed: made.map((model) => ({ name: model.name, folder: model.folder })) };
  } finally {
    write('\r\u001b[K');
    // Hours of work are not thrown away because the store is full.
    if (work !== null && !isKept) await rm(work, { recursive: true, force: true });
  }
}

/**
 * Looks at a name before anything is learnt. A model that comes along would hide one of its name; beside one in the store the
 * new one gets a number behind it.
 * @throws GlassboxError `bad-request`
 */
function requireName(
  method: TrainingMethod,
  given: string,
  ending: string,
  models: readonly Pick<ModelInfo, 'id' | 'source'>[],
  say: TrainingConsole['say'],
): void {
  const name = given + ending;
  const fault = (what: string) =>
    new GlassboxError('bad-request', `${method}: name ${what}`, { details: { kind: 'parameter', name: 'name' } });
  if (!isModelName(name)) {
    throw fault(
      `${JSON.stringify(given)} is none that a model can have: up to ${MOST_LETTERS - ending.length} letters (A to Z, a to z), digits, and single . - _ between them, and no name that Windows gives to a device.`,
    );
  }
  const same = models.filter(({ id }) => id.toLowerCase() === name.toLowerCase());
  const embedded = same.find(({ source }) => source === 'embedded');
  if (embedded) throw fault(`${JSON.stringify(given)} is taken: there is a model ${embedded.id} that comes along.`);
  if (same.length > 0) say(`There is a model ${name} already: "installed" tells what this one is called.`);
}

/** Of a name, as the hub takes it. */
const MOST_LETTERS = 96;

/** What kept models from being installed, and where they lie. */
function notInstalled(error: unknown, folders: readonly string[]): GlassboxError {
  const { code, message, details } = toErrorValue(error);
  const kept = `What was trained is kept in ${folders.join(' and ')}: install it from there.`;
  return new GlassboxError(code, `${message} ${kept}`, { cause: error, details });
}

/** Of a run's folder: one for each method and name, also where the system takes names that differ in case for one. */
const runName = (method: TrainingMethod, name: string): string =>
  `${method}-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;

/** Lines to learn from, and the number of each where it was read. */
interface NumberedLines {
  examples: unknown;
  numbers: number[];
}

async function fileExamples(
  file: string,
  columns: { text: string; label: string },
  say: TrainingConsole['say'],
): Promise<NumberedLines> {
  const found = readLabelledTable(await textOf(file), columns);
  if ('problem' in found) throw tableError(file, found.problem);
  const taught = found.rows.map(({ text: own, label, line }) => ({ text: own, answer: label, line }));
  sayRemarks(say, file, lineRemarks(taught, found));
  const examples = found.rows.map(({ text: own, label }) => ({ text: own, label }));
  return { examples, numbers: found.rows.map(({ line }) => line) };
}

async function fileNames(file: string, say: TrainingConsole['say']): Promise<NumberedLines> {
  const { lines, numbers, unread } = markedLines(await textOf(file));
  sayRemarks(say, file, lineRemarks(taughtNames(lines, numbers), { unread }));
  return { examples: lines, numbers };
}

/** What callers give instead of a file, told by its places from 1; what is none the method refuses. */
function givenExamples(examples: unknown, say: TrainingConsole['say']): NumberedLines {
  const lines = v.safeParse(v.array(v.object({ text: v.string(), label: v.string() })), examples);
  const taught = lines.success
    ? lines.output.map((one, at) => ({ text: one.text, answer: one.label.trim(), line: at + 1 }))
    : [];
  sayRemarks(say, 'examples', lineRemarks(taught));
  return { examples, numbers: [] };
}

function givenNames(examples: unknown, say: TrainingConsole['say']): NumberedLines {
  const span = v.object({ start: v.number(), end: v.number(), label: v.string() });
  const lines = v.safeParse(v.array(v.object({ text: v.string(), spans: v.array(span) })), examples);
  const given = lines.success ? lines.output : [];
  sayRemarks(
    say,
    'examples',
    lineRemarks(
      taughtNames(
        given,
        given.map((_, at) => at + 1),
      ),
    ),
  );
  return { examples, numbers: [] };
}

/** Errors about a line have its number where it was read. */
async function byNumbers<R>(numbers: readonly number[], made: Promise<R>): Promise<R> {
  try {
    return await made;
  } catch (error) {
    throw atLineOf(error, numbers);
  }
}

/** Tells what is to be known of lines before they are learnt from. */
function sayRemarks(say: TrainingConsole['say'], from: string, remarks: LineRemarks): void {
  for (const text of lineRemarkTexts(remarks, numberFormat('en'))) say(`${from}: ${text}`);
}

/**
 * Reads a text in UTF-8, or in UTF-16 with its mark.
 * @throws GlassboxError `bad-request` for a file that cannot be read, or is in another encoding
 */
export async function textOf(file: string): Promise<string> {
  const fault = (what: string, cause?: unknown) =>
    new GlassboxError('bad-request', `${file} ${what}`, { cause, details: { kind: 'parameter', name: 'file' } });
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw fault(`cannot be read: ${(error as Error).message}.`, error);
  }
  const [one, two] = bytes;
  const isWide = (one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff);
  try {
    if (isWide) return new TextDecoder(one === 0xff ? 'utf-16le' : 'utf-16be', { fatal: true }).decode(bytes);
    const read = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!read.includes('\0')) return read;
  } catch (error) {
    throw fault(NOT_UTF8, error);
  }
  throw fault(NOT_UTF8);
}

const NOT_UTF8 = 'is not a text in UTF-8. Save it in this encoding.';

function tableError(file: string, problem: TableProblem): GlassboxError {
  const fault = (what: string) =>
    new GlassboxError('bad-request', `${file}: ${what}`, { details: { kind: 'parameter', name: 'file' } });
  switch (problem.kind) {
    case 'column': {
      const { column, columns } = problem;
      const message = `${file} has no column ${column}; it has ${columns.join(', ')}. Name the columns with textColumn and labelColumn.`;
      return trainingError(message, { problem: 'column', column, columns });
    }
    case 'columnTwice':
      return fault(`several columns are called ${problem.column}: give each a name of its own.`);
    case 'empty':
      return fault('there is nothing in it.');
    case 'quote':
      return fault(`line ${problem.line} has a quotation mark that is not closed, or stands within a value.`);
  }
}

/** As a line of the terminal, rewritten in place. */
function progressLine(write: (text: string) => void): (progress: Progress) => void {
  return (progress) => {
    if (progress.kind !== 'training') return;
    const { stage, done, count, loss, gradientNorm, accuracy, fold } = progress.progress;
    const part = fold === undefined ? '' : `part ${fold}, `;
    const figures = [
      ...(loss === undefined ? [] : [`loss ${figure(loss)}`]),
      ...(gradientNorm === undefined ? [] : [`gradient norm ${figure(gradientNorm, 2)}`]),
      ...(accuracy === undefined ? [] : [`held out ${(100 * accuracy).toFixed(1)} % right`]),
    ];
    const what = stage === 'reading' ? 'lines read' : 'steps';
    write(`\r${part}${done} of ${count} ${what}${figures.map((one) => `, ${one}`).join('')}\u001b[K`);
  };
}
