import { GlassboxError, type ErrorCode, type ManyProblem, type ServerProblem } from '../protocol/engine/index.js';

/** The error that a caller gets. */
export const manyError = (problem: ManyProblem, cause?: unknown): GlassboxError =>
  new GlassboxError('bad-request', englishOf(problem), { details: { kind: 'many', ...problem }, cause });

const LINES: Record<Extract<ManyProblem, { problem: 'line' }>['why'], string> = {
  quote: 'A quotation mark is not closed, or stands within a value that has none around it.',
  cells: 'There are more values than columns: one with a separator in it needs quotation marks around it.',
  json: 'This is no JSON.',
  object: 'This is neither an object nor a string of JSON.',
  field: 'There is no text under the column’s name.',
  long: 'This is longer than 10 million characters.',
  binary: 'This file is no text.',
  unreadable: 'This file cannot be read.',
};

/** For the console and the log; windows say it from the details (src/wording). */
function englishOf(problem: ManyProblem): string {
  switch (problem.problem) {
    case 'input':
      return `${problem.input} cannot be read: ${problem.said}.`;
    case 'nothing':
      return `${problem.input} has no text.`;
    case 'column':
      return `There is no column ${problem.column}; there is ${problem.columns.join(', ')}.`;
    case 'noColumn':
      return `None of the columns has texts: ${problem.columns.join(', ')}. Name the one that is meant.`;
    case 'changed':
      return `${problem.input} has changed since it was counted. Begin anew.`;
    case 'otherInput':
      return `A run with another input was begun at ${problem.output}. Begin anew, or choose another place.`;
    case 'otherSettings':
      return `A run with other settings was begun at ${problem.output} (${problem.differing.join(', ')}). Give the same ones, begin anew, or choose another place.`;
    case 'exists':
      return `${problem.output} is there already. Say that it may be replaced, or choose another place.`;
    case 'sameFile':
      return `The result would replace the texts it is made of (${problem.output}). Choose another place.`;
    case 'noRoom':
      return `${problem.folder} has no room for the result. What was done is kept: free some, and go on.`;
    case 'unwritable':
      return `${problem.folder} cannot be written to: ${problem.said}.`;
    case 'line':
      return LINES[problem.why];
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException | null)?.code ?? '';

/** Does something with files of the result. @throws GlassboxError `bad-request` (`noRoom`, `unwritable`) */
export async function inFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    if (error instanceof GlassboxError || code === '') throw error;
    if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) throw manyError({ problem: 'noRoom', folder }, error);
    throw manyError({ problem: 'unwritable', folder, said: (error as Error).message }, error);
  }
}

/** What becomes of a text whose call has failed. */
export type Verdict =
  /** an error of this line; the others go on */
  | 'line'
  /** the server takes no more now: it is asked again when it says */
  | 'busy'
  /** it may work another time */
  | 'again'
  /** no text would fare better: the run ends, and can be gone on with */
  | 'stop';

/** Codes that are about the model, the machine or the user, not about a text. */
const OF_THE_RUN: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'unknown-model',
  'model-broken',
  'wrong-architecture',
  'no-mask',
  'cancelled',
  'engine-died',
  'offline',
  'download-failed',
  'not-trusted',
]);

/** A server's problems; the others are the same for every text. */
const OF_SERVER: Partial<Record<ServerProblem, Verdict>> = {
  busy: 'busy',
  stalled: 'again',
  cut: 'again',
  failed: 'again',
  unreachable: 'again',
  tooLong: 'line',
  refused: 'line',
};

/** Judges an error by its code and details. */
export function verdictOf(error: GlassboxError): Verdict {
  const { code, details } = error;
  if (OF_THE_RUN.has(code)) return 'stop';
  if (code === 'server-failed') {
    if (details?.kind !== 'server') return 'stop';
    return OF_SERVER[details.problem] ?? 'stop';
  }
  // A parameter that is wrong is so for every text; so is a disk that is full.
  const isOfRun = ['parameter', 'modelNeeded', 'field', 'many', 'openFiles', 'extensionFile', 'memory'];
  return details && isOfRun.includes(details.kind) && !isOfLine(details) ? 'stop' : 'line';
}

const isOfLine = (details: NonNullable<GlassboxError['details']>): boolean =>
  (details.kind === 'parameter' && details.name === 'text') || (details.kind === 'many' && details.problem === 'line');
