import { errorValue, type Decoding, type ErrorValue } from '../../protocol/index.js';
import type { DecodingModels } from '../../decoding/decode.js';
import { planDecoding, type Plan } from '../../decoding/plan.js';
import { SharedSteps } from '../../decoding/shared-steps.js';
import type { ModelHandle } from '../models/handle.js';
import { requireSameVocabulary } from './amateur.js';
import type { MethodContext } from './context.js';
import { openWriter, roomFor, type Prompt } from './prompt.js';

/** A checked decoding and the second model it needs. */
export interface Planned {
  plan: Plan;
  amateur: ModelHandle | null;
}

/** A decoding and the models that it steps, together with the others. */
export interface Run {
  plan: Plan;
  models: DecodingModels;
  /** most new tokens */
  limit: number;
  leave: () => void;
}

/** Something that may fail without ending the others. */
export type Attempt<T> = { value: T } | { error: ErrorValue };

/** What fails: kept as the run's own, or the end of all. */
export class Attempts {
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
  async try<T>(work: () => Promise<T>): Promise<Attempt<T>> {
    try {
      return { value: await work() };
    } catch (error) {
      if (this.keepsFailures && !this.callers?.aborted) return { error: errorValue(error) };
      this.#abort.abort();
      throw error;
    }
  }
}

/** Checks a decoding and opens its amateur. @throws GlassboxError naming the field under `path` */
export async function planRun(
  context: MethodContext,
  expert: ModelHandle,
  decoding: Decoding,
  { maxNewTokens, path }: { maxNewTokens: number; path: string },
): Promise<Planned> {
  const { vocabularySize } = expert;
  const plan = planDecoding(decoding, { vocabularySize, maxNewTokens, path });
  if (plan.strategy !== 'contrastiveDecoding' || plan.amateur === null) return { plan, amateur: null };
  const amateur = await context.open(plan.amateur);
  requireSameVocabulary(expert, amateur, `${path}.amateur`);
  return { plan, amateur };
}

/** Several decodings' common steps of the main model and of their amateurs. */
export class CommonSteps {
  readonly #main: SharedSteps;
  readonly #amateurs = new Map<string, Promise<SharedSteps>>();

  constructor(
    main: ConstructorParameters<typeof SharedSteps>[0],
    private readonly prompt: Prompt,
    private readonly limits: { limit: number; maxNewTokens: number },
    private readonly signal: AbortSignal | undefined,
  ) {
    this.#main = new SharedSteps(main);
  }

  /** @throws GlassboxError those of loading the amateur; `too-long` when the prompt leaves it no room */
  async join({ plan, amateur }: Planned): Promise<Run> {
    const { limit, maxNewTokens } = this.limits;
    if (!amateur) {
      const main = this.#main.join();
      return { plan, limit, models: { main }, leave: () => main.leave() };
    }
    const room = roomFor(amateur, this.prompt, maxNewTokens);
    const steps = await this.#stepsOf(amateur);
    const [main, second] = [this.#main.join(), steps.join()];
    const leave = () => [main, second].forEach((member) => member.leave());
    return { plan, limit: Math.min(limit, room), models: { main, amateur: second }, leave };
  }

  #stepsOf(amateur: ModelHandle): Promise<SharedSteps> {
    const { folder } = amateur.info;
    const open = async () => new SharedSteps((await openWriter(amateur, this.prompt, this.signal)).model);
    const found = this.#amateurs.get(folder) ?? open();
    this.#amateurs.set(folder, found);
    return found;
  }
}
