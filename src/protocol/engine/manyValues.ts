/* Many texts of one file or folder through one model: what is asked, and what comes of it. */
import type { ErrorCode } from './errors.js';

/** What is found out of each text. */
export const MANY_TASKS = ['perplexity', 'labels', 'embeddings', 'continuations'] as const;
export type ManyTask = (typeof MANY_TASKS)[number];

/** What the texts lie in. `table`: comma-, tab- or semicolon-separated; `lines`: each line is one; `folder`: each file is one */
export const MANY_INPUTS = ['table', 'jsonl', 'lines', 'folder'] as const;
export type ManyInputKind = (typeof MANY_INPUTS)[number];

export const MANY_FORMATS = ['csv', 'jsonl', 'parquet'] as const;
export type ManyFormat = (typeof MANY_FORMATS)[number];

/** What there is of a run already: `begun` goes on; one of another input or with other settings is not mixed with. */
export type ManyState = 'new' | 'begun' | 'otherInput' | 'otherSettings';

/** What is to be known before many texts are read by a model. */
export interface PlanManyValue {
  model: string;
  /** of the input, lines that cannot be read left out */
  texts: number;
  /** lines that cannot be read, or have no text */
  unread: number;
  /** UTF-16 units of all texts */
  characters: number;
  /** of a table or JSON lines */
  columns: string[];
  /** whose values are the texts; null where the input has none */
  column: string | null;
  /** of all that is left to do, as estimated from a few texts; null where none was measured */
  seconds: number | null;
  state: ManyState;
  /** of a run that goes on: texts that are done, those that failed included */
  done: number;
  /** settings that differ from those of the run that was begun there */
  differing: string[];
  /** there is a file in the place of the result, which no run of this has begun */
  exists: boolean;
}

/** How far many texts are. */
export interface ManyProgress {
  /** `reading`: the input is counted; `measuring`: a few texts are tried; `running`; `writing`: the result is put together */
  stage: 'reading' | 'measuring' | 'running' | 'writing';
  done: number;
  /** null while they are counted */
  total: number | null;
  errors: number;
  /** null while it cannot be told */
  secondsLeft: number | null;
  /** a server that takes no more now, or fails, which is asked again after so many seconds */
  waitsFor?: number;
}

/** A text that has no result. */
export interface FailedText {
  /** from 1, of the input; null in a folder */
  line: number | null;
  /** of a folder: the file's path in it, with `/` */
  name: string | null;
  code: ErrorCode;
  message: string;
}

export interface ScoreManyValue {
  model: string;
  output: string;
  /** the file of the settings that made it; null where they are in the output itself */
  settings: string | null;
  /** rows of the output */
  rows: number;
  /** those that were done in a run before */
  resumed: number;
  errors: number;
  /** the first 20 of them */
  failed: FailedText[];
  /** of this call */
  seconds: number;
}

/** What stands in the way of many texts. */
export type ManyProblem =
  /** there is no such file or folder, or it cannot be read */
  | { problem: 'input'; input: string; said: string }
  /** no text in it */
  | { problem: 'nothing'; input: string }
  /** a column that there is not, and those that there are */
  | { problem: 'column'; column: string; columns: string[] }
  /** none of its columns has texts */
  | { problem: 'noColumn'; columns: string[] }
  /** the input is another than at the beginning */
  | { problem: 'changed'; input: string }
  /** there is a run of another input at the place of the result */
  | { problem: 'otherInput'; output: string }
  /** there is a run with other settings at the place of the result */
  | { problem: 'otherSettings'; output: string; differing: string[] }
  /** there is a file already */
  | { problem: 'exists'; output: string }
  /** the result would lie in the place of its input */
  | { problem: 'sameFile'; output: string }
  | { problem: 'noRoom'; folder: string }
  | { problem: 'unwritable'; folder: string; said: string }
  /** a line, from 1, or a file that cannot be read */
  | { problem: 'line'; why: LineProblem };

/**
 * Why a line is no text: a quotation mark that is not closed or stands within a value; more values than columns; no JSON;
 * JSON of another kind; no such field, or no string in it; more characters than are read; a file that is no text, or that
 * cannot be read.
 */
export type LineProblem = 'quote' | 'cells' | 'json' | 'object' | 'field' | 'long' | 'binary' | 'unreadable';
