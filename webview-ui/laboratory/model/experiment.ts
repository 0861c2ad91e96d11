import type { VNode } from 'preact';
import type { CsvValue } from '../../../src/text/csv.js';
import type { MethodName, ModelInfo, Params, Progress, Values } from '../../../src/protocol/engine/index.js';
import type { LaboratoryCommand, LaboratoryMethod, LaboratoryText } from '../../../src/protocol/webviews/index.js';
import type { Numbers } from '../../kit/numbers.js';

/** A model's part in a measurement. */
export interface Role {
  /** kept under this name: the same in all experiments, so that a model chosen once serves in all */
  id: string;
  label(this: void): string;
  can(this: void, model: ModelInfo): boolean;
  /** embedded models that serve until another is chosen, the best first */
  prefer: readonly string[];
  /** the measurement goes on without it */
  optional?: boolean;
  /** what to install where nothing can take it, a sentence */
  offer?(this: void): string;
  /** whether it has a part with the options as they are; it has when left out */
  matters?(this: void, options: Readonly<Record<string, string>>): boolean;
}

/** A choice beside the text. */
export interface Option {
  id: string;
  label(this: void): string;
  /** value and what it is called, the first is chosen at first */
  choices(this: void): readonly (readonly [string, string])[];
  /** whether it matters with the others as they are; it does when left out */
  matters?(this: void, options: Readonly<Record<string, string>>): boolean;
}

/** What is measured. */
export interface LabInput {
  text: string;
  /** the second text, of a measurement that compares two; else empty */
  other: string;
  /** by role; a role that nothing can take is left out */
  models: Readonly<Record<string, ModelInfo>>;
  options: Readonly<Record<string, string>>;
  /** BCP 47, of the interface */
  locale: string;
}

/** A call's answer and how long it took, without loading. */
export interface Timed<T> {
  value: T;
  milliseconds: number;
}

/** What a call tells while it runs, or its answer. */
export type Followed<T> = { kind: 'progress'; progress: Progress } | { kind: 'value'; value: T };

/** Asks the engine for a measurement; every call is remembered for the console's command. */
export interface Bench {
  /** @throws GlassboxError the engine's, `cancelled` */
  ask<M extends LaboratoryMethod>(method: M, params: Params<M>): Promise<Values[M]>;
  /** The same by the clock: it is asked twice, and the second one counts, when all is loaded. */
  timed<M extends LaboratoryMethod>(method: M, params: Params<M>): Promise<Timed<Values[M]>>;
  /** What is told while it runs, and the value last. @throws GlassboxError the engine's, `cancelled` */
  follow<M extends LaboratoryMethod>(method: M, params: Params<M>): AsyncGenerator<Followed<Values[M]>>;
  /** Lists a call whose answer is there already, from before the page was hidden. */
  recall<M extends LaboratoryMethod>(method: M, params: Params<M>): void;
  /** tells how far the measurement is */
  progress(done: number, of: number): void;
  /** Lets the page draw when it was computed for a while, for measurements that reckon much themselves. @throws GlassboxError `cancelled` */
  pause(): Promise<void>;
}

/** What was asked of the engine. */
export interface LabCall {
  method: MethodName;
  params: object;
}

/** A result as a table: units stand in the header. */
export interface LabTable {
  header: readonly string[];
  rows: readonly (readonly CsvValue[])[];
}

/** What a picture is drawn with. */
export interface Drawing {
  numbers: Numbers;
  /** CSS pixels that are there */
  width: number;
}

/** An example that makes its point with the models that come along. */
export interface Example {
  language: 'en' | 'zh';
  text: string;
  other?: string;
  options?: Readonly<Record<string, string>>;
  /** by role, where the point needs another than the usual one */
  models?: Readonly<Record<string, string>>;
  /** what to look at */
  point(this: void): string;
}

/** One measurement of an experiment. Its result is plain data, so that it can be kept, saved and compared. */
export interface Part<Result = unknown> {
  /** under which its state is kept: it stays */
  id: string;
  title(this: void): string;
  /** what it asks, in a sentence */
  question(this: void): string;
  roles: readonly Role[];
  options?: readonly Option[];
  /** what the second text is, where it takes one */
  otherText?(this: void): string;
  /** it can be left empty */
  isOtherOptional?: boolean;
  /** whether the models that are chosen read it; they do when left out */
  takesOther?(this: void, models: LabInput['models']): boolean;
  /** what the text is, where it is more than any sentence */
  textHint?(this: void): string;
  /** it takes not a sentence but several lines or a whole text; what is typed here stands apart from the others */
  takes?: Exclude<LaboratoryText, 'sentence'>;
  /** it takes so long that it begins only when it is asked to, not with each choice */
  isLong?: boolean;
  /** lines of the field that it is written in, where it is longer than a sentence or two */
  textRows?: number;
  examples: readonly Example[];
  /**
   * Measures; gives what there is as it grows, the whole last.
   * @param before what was settled of the same measurement when its page was hidden
   * @throws GlassboxError the engine's
   */
  measure(bench: Bench, input: LabInput, before?: Result): AsyncGenerator<Result>;
  /** what of a result that still grows need not be measured again when the page was hidden; null: nothing */
  settled?(result: Result): Result | null;
  /** what was seen, one sentence made from the numbers, whatever they say */
  seen(result: Result, numbers: Numbers): string;
  /** what the result does not show, one sentence */
  unseen(result: Result): string;
  /** an SVG element */
  picture(result: Result, drawing: Drawing): VNode;
  /** what signs and colours of the picture mean, of those that it has */
  legend?(result: Result, numbers: Numbers): readonly LegendEntry[];
  table(result: Result, numbers: Numbers): LabTable;
  /** what the extension has for it */
  actions?(result: Result): readonly LabAction[];
}

/**
 * A button that runs a command of the extension on the text of the last editor, or on a text in an editor of its own, or keeps
 * the models that were made.
 */
export type LabAction = { label: string } & ({ command: LaboratoryCommand; text?: string } | { keeps: 'models' });

/** A mark of a picture and what it means. */
export interface LegendEntry {
  /** class of the mark */
  mark: string;
  text: string;
}

/** A task for the learner's own text, which the engine checks. */
export interface Exercise<Result = unknown> {
  /** the measurement that checks it */
  part: string;
  task(this: void): string;
  check(result: Result, numbers: Numbers): { isMet: boolean; text: string };
}

/** A formula and what its letters are. */
export interface Formula {
  formula: string;
  meaning: string;
}

/** The page that says why. */
export interface Why {
  paragraphs: readonly string[];
  formulas: readonly Formula[];
  /** as one would cite them */
  sources: readonly string[];
}

/** An experiment of the laboratory. A new one is a folder in `experiments`, and a line in its index. */
export interface Experiment {
  /** under which its state is kept: it stays */
  id: string;
  title(this: void): string;
  /** one line for the list */
  summary(this: void): string;
  parts: readonly Part[];
  why(this: void): Why;
  exercise: Exercise;
}
