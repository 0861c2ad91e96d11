import { keepRows } from './past-rows.js';
import type { LanguageModel, Past, StepFn, StepInput, StepOutput } from './step.js';

interface Request {
  /** which of the decoders asks, in the order in which they joined */
  member: number;
  input: StepInput;
  withHidden: boolean;
  signal: AbortSignal | undefined;
  resolve: (output: StepOutput) => void;
  reject: (error: unknown) => void;
}

/** Some rows of a past that several decoders share. */
class SharedPast implements Past {
  constructor(
    readonly whole: Past,
    readonly indices: readonly number[],
  ) {}

  get rows(): number {
    return this.indices.length;
  }

  get length(): number {
    return this.whole.length;
  }

  select(rows: readonly number[]): SharedPast {
    return new SharedPast(
      this.whole,
      rows.map((row) => this.indices[row]!),
    );
  }
}

/** A model as one of several decoders sees it. */
export interface SharedModel extends LanguageModel {
  /** To be called once, when the decoder has ended in whatever way: the others no longer wait for it. */
  leave(): void;
}

/**
 * Several decoders of one prompt on one model: one prefill, and one batched step whenever all that still run have asked
 * for one. All must begin with the same tokens and take one step a token, so that they keep in step.
 */
export class SharedSteps {
  #joined = 0;
  #members = 0;
  #waiting: Request[] = [];

  constructor(private readonly model: LanguageModel) {}

  /** All members must join before the first one steps. */
  join(): SharedModel {
    this.#members++;
    const member = this.#joined++;
    let here = true;
    const asked =
      (withHidden: boolean): StepFn =>
      (input, signal) =>
        new Promise((resolve, reject) => {
          this.#waiting.push({ member, input, withHidden, signal, resolve, reject });
          this.#runWhenComplete();
        });
    const leave = () => {
      if (!here) return;
      here = false;
      this.#members--;
      this.#runWhenComplete();
    };
    return {
      ...this.model,
      step: asked(false),
      ...(this.model.stepWithHidden && { stepWithHidden: asked(true) }),
      leave,
    };
  }

  #runWhenComplete(): void {
    if (this.#waiting.length === 0 || this.#waiting.length < this.#members) return;
    // Always in the same order, whoever was ready first: a row that keeps its place is not copied.
    const requests = this.#waiting.sort((a, b) => a.member - b.member);
    this.#waiting = [];
    this.#run(requests).catch((error: unknown) => {
      for (const { reject } of requests) reject(error);
    });
  }

  async #run(requests: readonly Request[]): Promise<void> {
    const first = requests[0]!;
    const pasts = requests.map(({ input }) => input.past as SharedPast | null);
    const whole = pasts[0]?.whole ?? null;
    const rows = pasts.map((past) => past?.indices ?? []);
    // What is enough for one decoder may be too little for another.
    const ranked = {
      best: Math.max(...requests.map(({ input }) => input.best ?? 0)),
      bestOnly: requests.every(({ input }) => input.bestOnly === true),
    };
    const more = Math.max(...requests.map(({ input }) => input.more ?? Infinity));
    const input: StepInput = whole
      ? { past: keepRows(whole, rows.flat()), tokens: requests.flatMap(({ input }) => input.tokens), more, ...ranked }
      : { past: null, tokens: first.input.tokens, more, ...ranked };
    const { step, stepWithHidden } = this.model;
    const run = requests.some(({ withHidden }) => withHidden) && stepWithHidden ? stepWithHidden : step;
    const output = await run(input, first.signal);
    let start = 0;
    for (const { input, resolve } of requests) {
      const end = start + input.tokens.length;
      resolve(slice(output, start, end));
      // After the prefill all go on from its one row.
      if (whole) start = end;
    }
  }
}

function slice(output: StepOutput, start: number, end: number): StepOutput {
  const { rows } = output.past;
  const part = <T extends Float32Array | Float64Array | Int32Array>(values: T) =>
    values.subarray((start * values.length) / rows, (end * values.length) / rows) as T;
  const { logits, best, hidden, hiddenStates } = output;
  return {
    logits: part(logits),
    ...(best && { best: { ids: part(best.ids), logits: part(best.logits), totals: part(best.totals) } }),
    ...(hidden && { hidden: part(hidden) }),
    ...(hiddenStates && { hiddenStates: part(hiddenStates) }),
    past: new SharedPast(
      output.past,
      Array.from({ length: end - start }, (_, row) => start + row),
    ),
  };
}
