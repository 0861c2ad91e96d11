import type { ResultRow } from './columns.js';

/**
 * What reads one text after another, or several at once: a model of this machine, or one that is served elsewhere. This is all
 * that many texts ask of it.
 */
export interface TextWorker {
  /** texts at once at most */
  readonly parallel: number;
  /**
   * What the model says of a text.
   * @throws GlassboxError: `verdictOf` tells an error of this text from one that ends the run, and from `server-failed` with
   * the problem `busy`, after which it is asked again when the server says (`seconds`)
   */
  run(text: string, signal: AbortSignal): Promise<ResultRow>;
}
