import type { MethodName, Params } from '../engine/methods.js';
import type { Values } from '../engine/methodTable.js';

/** The methods that features ask which read a text and tell figures of it. */
export const READING_METHODS = [
  ...(['score', 'entities', 'answer', 'generate', 'classify', 'zeroShot'] as const),
  ...(['summarize', 'embed'] as const),
] satisfies readonly MethodName[];

export type ReadingMethod = (typeof READING_METHODS)[number];

/** What is kept of an answer: of `embed` no vectors, which nothing shows and which are many numbers. */
type Kept<M extends ReadingMethod> = M extends 'embed' ? Omit<Values[M], 'vectors'> : Values[M];

/** A question to the engine and its answer. */
export type ReadingCall = {
  [M in ReadingMethod]: { method: M; params: Params<M>; value: Kept<M> };
}[ReadingMethod];

/** The call of one method. */
export type CallOf<M extends ReadingMethod> = Extract<ReadingCall, { method: M }>;

/** Which command it was. */
export type ReadingFeature = 'surprise' | 'names' | 'answers' | 'classes' | 'summary' | 'similarity';

/** What a command asked that reads a text: once, or for each of its stretches or lines. */
export interface ReadingResult {
  kind: 'reading';
  feature: ReadingFeature;
  /** of all calls, the names of several with commas between */
  model: string;
  /** the first ones, as many as a command line takes */
  calls: readonly ReadingCall[];
  /** how many there were */
  count: number;
  /** from the command to the last answer, engine start and loading included */
  milliseconds: number;
}
