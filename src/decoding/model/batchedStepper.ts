import { selectCacheRows } from './cacheRows.js';
import type { LanguageModel, KVCache, StepFn, StepInput, StepOutput } from './languageModel.js';

interface PendingStep {
  /** which of the generators asks, in the order in which they attached */
  client: number;
  input: StepInput;
  withHidden: boolean;
  signal: AbortSignal | undefined;
  resolve: (output: StepOutput) => void;
  reject: (error: unknown) => void;
}

/** Some rows of a cache that several generators share. */
class SharedKVCache implements KVCache {
  constructor(
    readonly whole: KVCache,
    readonly indices: readonly number[],
  ) {}

  get rows(): number {
    return this.indices.length;
  }

  get length(): number {
    return this.whole.length;
  }

  select(rows: readonly number[]): SharedKVCache {
    return new SharedKVCache(
      this.whole,
      rows.map((row) => this.indices[row]!),
    );
  }
}

/** A model as one of several generators sees it. */
export interface AttachedModel extends LanguageModel {
  /** To be called once, when the generator has ended in whatever way: the others no longer wait for it. */
  detach(): void;
}

/**
 * Batches the steps of several generators of one prompt on one model: one prefill, and one batched step whenever all that still run have asked
 * for one. All must begin with the same tokens and take one step a token, so that they keep in step.
 */
export class BatchedStepper {
  #attached = 0;
  #clients = 0;
  #waiting: PendingStep[] = [];

  constructor(private readonly model: LanguageModel) {}

  /** All clients must attach before the first one steps. */
  attach(): AttachedModel {
    this.#clients++;
    const member = this.#attached++;
    let here = true;
    const asked =
      (withHidden: boolean): StepFn =>
      (input, signal) =>
        new Promise((resolve, reject) => {
          this.#waiting.push({ client: member, input, withHidden, signal, resolve, reject });
          this.#runWhenComplete();
        });
    const leave = () => {
      if (!here) return;
      here = false;
      this.#clients--;
      this.#runWhenComplete();
    };
    return {
      ...this.model,
      step: asked(false),
      ...(this.model.stepWithHidden && { stepWithHidden: asked(true) }),
      detach: leave,
    };
  }

  #runWhenComplete(): void {
    if (this.#waiting.length === 0 || this.#waiting.length < this.#clients) return;
    // Always in the same order, whoever was ready first: a row that keeps its place is not copied.
    const requests = this.#waiting.sort((a, b) => a.client - b.client);
    this.#waiting = [];
    this.#run(requests).catch((error: unknown) => {
      for (const { reject } of requests) reject(error);
    });
  }

  async #run(requests: readonly PendingStep[]): Promise<void> {
    const first = requests[0]!;
    const pasts = requests.map(({ input }) => input.past as SharedKVCache | null);
    const whole = pasts[0]?.whole ?? null;
    const rows = pasts.map((past) => past?.indices ?? []);
    // What is enough for one decoder may be too little for another.
    const ranked = {
      best: Math.max(...requests.map(({ input }) => input.best ?? 0)),
      bestOnly: requests.every(({ input }) => input.bestOnly === true),
      takesBest: requests.every(({ input }) => input.takesBest === true),
    };
    const more = Math.max(...requests.map(({ input }) => input.more ?? Infinity));
    const input: StepInput = whole
      ? {
          past: selectCacheRows(whole, rows.flat()),
          tokens: requests.flatMap(({ input }) => input.tokens),
          more,
          ...ranked,
        }
      : { past: null, tokens: first.input.tokens, more, ...ranked };
    const { step, stepWithHidden } = this.model;
    const run = requests.some(({ withHidden }) => withHidden) && stepWithHidden ? stepWithHidden : step;
    const output = await run(input, first.signal);
    let start = 0;
    for (const { input, resolve } of requests) {
      const end = start + input.tokens.length;
      resolve(sliceOutput(output, start, end));
      // After the prefill all go on from its one row.
      if (whole) start = end;
    }
  }
}

function sliceOutput(output: StepOutput, start: number, end: number): StepOutput {
  const { rows } = output.past;
  const part = <T extends Float32Array | Float64Array | Int32Array>(values: T) =>
    values.subarray((start * values.length) / rows, (end * values.length) / rows) as T;
  const { logits, best, known, hidden, hiddenStates } = output;
  return {
    logits: part(logits),
    ...(known && { known: known.slice(start, end) }),
    ...(best && { best: { ids: part(best.ids), logits: part(best.logits), totals: part(best.totals) } }),
    ...(hidden && { hidden: part(hidden) }),
    ...(hiddenStates && { hiddenStates: part(hiddenStates) }),
    past: new SharedKVCache(
      output.past,
      Array.from({ length: end - start }, (_, row) => start + row),
    ),
  };
}
