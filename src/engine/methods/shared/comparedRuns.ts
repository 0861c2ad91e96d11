import { toErrorValue, type GenerationConfig, type ErrorValue } from '../../../protocol/engine/index.js';
import type { DecodingModels } from '../../../decoding/strategies/strategy.js';
import { resolveGenerationConfig, type ResolvedGenerationConfig } from '../../../decoding/config/resolve.js';
import { BatchedStepper } from '../../../decoding/model/batchedStepper.js';
import type { Model } from '../../models/model.js';
import type { WritingModel } from '../../models/writingModel.js';
import { openAmateur } from './amateur.js';
import type { MethodContext } from './methodContext.js';
import { prepareGeneration, newTokenLimit, type ModelPrompt } from './modelPrompt.js';

/** A resolved config and the second model it needs. */
export interface PreparedRun {
  config: ResolvedGenerationConfig;
  amateur: Model | null;
}

/** A config and the models that it steps, together with the others. */
export interface BatchedRun {
  config: ResolvedGenerationConfig;
  models: DecodingModels;
  /** most new tokens */
  limit: number;
  detach: () => void;
}

/** A result or an error that does not end the others. */
export type RunOutcome<T> = { value: T } | { error: ErrorValue };

/** Decides whether a failure is the run's own, or the end of all. */
export class FailurePolicy {
  readonly #abort = new AbortController();
  /** for all runs: aborted by the caller, or by the first failure that is not kept */
  readonly signal: AbortSignal;

  constructor(
    private readonly keepsFailures: boolean,
    private readonly callers: AbortSignal | undefined,
  ) {
    this.signal = callers ? AbortSignal.any([callers, this.#abort.signal]) : this.#abort.signal;
  }

  /** @throws what `work` throws, where failures are not kept */
  async try<T>(work: () => T | Promise<T>): Promise<RunOutcome<T>> {
    try {
      return { value: await work() };
    } catch (error) {
      if (this.keepsFailures && !this.callers?.aborted) return { error: toErrorValue(error) };
      this.#abort.abort();
      throw error;
    }
  }
}

/** Checks a decoding and opens its amateur. @throws GlassboxError naming the field under `path` */
export async function prepareRun(
  context: MethodContext,
  expert: WritingModel,
  decoding: GenerationConfig,
  { maxNewTokens, path }: { maxNewTokens: number; path: string },
): Promise<PreparedRun> {
  const { vocabularySize } = expert;
  const config = resolveGenerationConfig(decoding, { vocabularySize, maxNewTokens, path });
  expert.requireStrategy(config.strategy);
  if (config.amateur === null) return { config, amateur: null };
  return { config, amateur: await openAmateur(context, expert, config.amateur, `${path}.amateur`) };
}

/** Steps the main model and the amateurs of several runs together. */
export class SharedSteppers {
  readonly #main: BatchedStepper;
  readonly #amateurs = new Map<string, Promise<BatchedStepper>>();

  constructor(
    main: ConstructorParameters<typeof BatchedStepper>[0],
    private readonly prompt: ModelPrompt,
    private readonly limits: { limit: number; maxNewTokens: number },
    private readonly signal: AbortSignal | undefined,
  ) {
    this.#main = new BatchedStepper(main);
  }

  /** @throws GlassboxError those of loading the amateur; `too-long` when the prompt leaves it no room */
  async attach({ config, amateur }: PreparedRun): Promise<BatchedRun> {
    const { limit, maxNewTokens } = this.limits;
    if (!amateur) {
      const main = this.#main.attach();
      return { config, limit, models: { main }, detach: () => main.detach() };
    }
    const room = newTokenLimit(amateur, this.prompt, maxNewTokens);
    const steps = await this.#stepperOf(amateur);
    const [main, second] = [this.#main.attach(), steps.attach()];
    const leave = () => [main, second].forEach((member) => member.detach());
    return { config, limit: Math.min(limit, room), models: { main, amateur: second }, detach: leave };
  }

  #stepperOf(amateur: Model): Promise<BatchedStepper> {
    const { folder } = amateur.info;
    const open = async () => new BatchedStepper((await prepareGeneration(amateur, this.prompt, this.signal)).model);
    const found = this.#amateurs.get(folder) ?? open();
    this.#amateurs.set(folder, found);
    return found;
  }
}
