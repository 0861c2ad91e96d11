import type { CheckedParams, MethodName, ModelInfo, Progress, Values, EngineState } from '../../protocol/index.js';
import type { Job } from '../jobs.js';
import type { ModelHandle } from '../models/handle.js';

/** What a method gets to work with. */
export interface MethodContext {
  /**
   * A model of the catalogue, held until the method ends; its tokenizer is loaded, its graphs when they are needed.
   * @param reference id or folder; the method's default model when left out
   * @throws GlassboxError `unknown-model`, `model-broken`
   */
  open(reference: string | undefined): Promise<ModelHandle>;
  listModels(): Promise<ModelInfo[]>;
  state(): EngineState;
  /** Unloads idle models: all, or the one of this id. @returns the ids of those that were in memory */
  unload(id: string | undefined): Promise<string[]>;
  /** Runs that `endRun` can end by this name until the job is closed. */
  openJob(name: string): Job;
  /** @returns whether there is such a job */
  endRun(job: string, run: number | undefined): boolean;
}

export type Report = (progress: Progress) => void;

/** One engine method: checked parameters in, value out, cancellable. */
export type Method<M extends MethodName> = (
  context: MethodContext,
  params: CheckedParams<M>,
  report: Report,
  signal?: AbortSignal,
) => Promise<Values[M]>;
