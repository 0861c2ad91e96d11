import { GlassboxError } from '../../../src/protocol/engine/errors.js';
import type { Params, Progress, Values } from '../../../src/protocol/engine/index.js';
import type { LaboratoryMethod } from '../../../src/protocol/webviews/index.js';
import type { Bench, Followed, LabCall, Timed } from './experiment.js';

/** Asks the engine by way of the host. */
export type AskEngine = <M extends LaboratoryMethod>(
  method: M,
  params: Params<M>,
  options: AskOptions,
) => Promise<Values[M]>;

export interface AskOptions {
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
  /** it was asked for before the page was hidden: what is under way is told from its beginning */
  resumes?: boolean;
}

/** Milliseconds that a page may be reckoned on before it is let draw: half a frame. */
const STRETCH = 8;

/** The engine as one measurement sees it: its calls are listed, and they end with its signal. */
export class EngineBench implements Bench {
  readonly calls: LabCall[] = [];
  readonly #askEngine: AskEngine;
  readonly #signal: AbortSignal;
  readonly #onProgress: (done: number, of: number) => void;
  readonly #resumes: boolean;
  #drawn = performance.now();

  constructor(
    askEngine: AskEngine,
    signal: AbortSignal,
    onProgress: (done: number, of: number) => void,
    resumes = false,
  ) {
    this.#resumes = resumes;
    this.#askEngine = askEngine;
    this.#signal = signal;
    this.#onProgress = onProgress;
  }

  async ask<M extends LaboratoryMethod>(method: M, params: Params<M>): Promise<Values[M]> {
    this.calls.push({ method, params });
    return this.#askEngine(method, params, { signal: this.#signal, onProgress: () => undefined });
  }

  async timed<M extends LaboratoryMethod>(method: M, params: Params<M>): Promise<Timed<Values[M]>> {
    // What is loaded at first use, and what is compiled, is no part of a model's time.
    await this.ask(method, params);
    const before = performance.now();
    const value = await this.#askEngine(method, params, { signal: this.#signal, onProgress: () => undefined });
    return { value, milliseconds: performance.now() - before };
  }

  async *follow<M extends LaboratoryMethod>(method: M, params: Params<M>): AsyncGenerator<Followed<Values[M]>> {
    this.calls.push({ method, params });
    const come: Followed<Values[M]>[] = [];
    let wake = (): void => undefined;
    const onProgress = (progress: Progress) => {
      come.push({ kind: 'progress', progress });
      wake();
    };
    let failure: { error: unknown } | null = null;
    let isOver = false;
    void this.#askEngine(method, params, { signal: this.#signal, onProgress, resumes: this.#resumes })
      .then(
        (value) => void come.push({ kind: 'value', value }),
        (error: unknown) => void (failure = { error }),
      )
      .then(() => {
        isOver = true;
        wake();
      });
    for (;;) {
      const next = come.shift();
      if (next) yield next;
      else if (isOver) break;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
    const failed = failure as { error: unknown } | null;
    if (failed) throw failed.error;
  }

  recall<M extends LaboratoryMethod>(method: M, params: Params<M>): void {
    this.calls.push({ method, params });
  }

  progress(done: number, of: number): void {
    this.#onProgress(done, of);
  }

  async pause(): Promise<void> {
    if (performance.now() - this.#drawn >= STRETCH) {
      // A task of its own: microtasks would hold the page up all the same.
      await new Promise((resolve) => setTimeout(resolve));
      this.#drawn = performance.now();
    }
    if (this.#signal.aborted) throw new GlassboxError('cancelled', 'The measurement was stopped.');
  }
}
