import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  GlassboxError,
  type CheckedParams,
  type ManyFormat,
  type ManyProgress,
  type ManyState,
  type ScoreManyValue,
} from '../protocol/engine/index.js';
import { manyError } from './fault.js';
import { inputKind, type Input } from './input/readRows.js';
import { journalOf, type RunMark } from './journal.js';
import type { Survey } from './survey.js';

/** Many texts, and where what comes of them goes. */
export interface ManyJob {
  input: Input;
  /** the one that was named */
  column: string | undefined;
  /** a whole path */
  output: string;
  format: ManyFormat;
  /** all that decides what comes of a text: a run is only gone on with by the same */
  settings: Readonly<Record<string, unknown>>;
}

/** What is told of a run while it goes. */
export type ReportMany = (progress: ManyProgress) => void;

export interface PlannedMany {
  state: ManyState;
  differing: string[];
  done: number;
  exists: boolean;
}

export type RanMany = Omit<ScoreManyValue, 'model' | 'output'>;

/** Where the settings of a result lie that cannot hold them itself. */
export const settingsOf = (output: string): string => `${output}.settings.json`;

/** Who is at work on a result. */
export const lockOf = (output: string): string => `${output}.lock`;

/** What a result's name has at its end while it is written. */
export const UNFINISHED = '.new';

type Places = Pick<CheckedParams<'scoreMany'>, 'input' | 'inputKind' | 'column' | 'output' | 'format'>;

/**
 * Makes a job of what was asked. @param settings all that decides what comes of a text
 * @throws GlassboxError `bad-request` (`input`, `sameFile`)
 */
export async function jobOf(
  { input: given, inputKind: kind, column, output: wanted, format }: Places,
  settings: ManyJob['settings'],
): Promise<ManyJob> {
  const [place, output] = [path.resolve(given), path.resolve(wanted)];
  if (place === output) throw manyError({ problem: 'sameFile', output });
  // A folder may be reached by two paths.
  const base = path.join(await realFolder(path.dirname(output)), path.basename(output));
  const own = [base, base + UNFINISHED, journalOf(base), settingsOf(base), lockOf(base)];
  const folder = await realFolder(place);
  const isOwn = (one: string) => own.includes(path.join(folder, path.relative(place, one)));
  return {
    input: { place, kind: await inputKind(place, kind), isOwn },
    column,
    output,
    format: format ?? formatOf(output),
    settings,
  };
}

const realFolder = (folder: string) => realpath(folder).catch(() => folder);

function formatOf(output: string): ManyFormat {
  const extension = path.extname(output).toLowerCase();
  return extension === '.parquet' ? 'parquet' : ['.jsonl', '.ndjson'].includes(extension) ? 'jsonl' : 'csv';
}

/** What a run of a job is told from others by. The format is not among it: the same results are only written otherwise. */
export const markOf = (job: ManyJob, { digest, column }: Survey): RunMark => ({
  input: digest,
  settings: { ...job.settings, inputKind: job.input.kind, column },
});

export const isThere = (place: string): Promise<boolean> =>
  stat(place).then(
    () => true,
    () => false,
  );

/** A text without a word. */
export const nothingToRead = (): GlassboxError =>
  new GlassboxError('bad-request', 'The text is empty.', { details: { kind: 'nothingToRead' } });
