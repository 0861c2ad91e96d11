import { randomUUID } from 'node:crypto';
import type { Engine, Params, Progress, Values } from '../../../protocol/engine/index.js';
import type { RunPlaces } from '../../core/learningFolders.js';
import { ToldSoFar } from './toldSoFar.js';
import { TrainingSoFar } from './trainingSoFar.js';

/** What takes so long that a page may be hidden meanwhile. */
export type RunMethod = 'pretrain' | 'train';

type Listener = (report: Progress) => void;

/** Models that learn, whoever looks on: a page can be hidden meanwhile, and is told all of it when it is back. */
export class LearningRun<M extends RunMethod = RunMethod> {
  /** what it came to; rejects with the engine's errors */
  readonly value: Promise<Values[M]>;
  readonly #pretraining = new ToldSoFar();
  readonly #training = new TrainingSoFar();
  readonly #listeners = new Set<Listener>();
  readonly #abort = new AbortController();
  readonly #job = randomUUID();
  #isEnding = false;

  /** @param places they are ready when the promise is settled */
  constructor(
    private readonly engine: Engine,
    private readonly method: M,
    params: Params<M>,
    places: Promise<Partial<RunPlaces>>,
  ) {
    this.value = this.#learn(params, places);
    // Who looks on is told; nobody has to.
    this.value.catch(() => {}).finally(() => (this.#isEnding = true));
  }

  /** Whether it is over, or about to be: a measurement of the same is another run. */
  get isEnding(): boolean {
    return this.#isEnding;
  }

  get isFollowed(): boolean {
    return this.#listeners.size > 0;
  }

  /** Tells all that was told so far as one report, then every other one. @returns leaves it */
  follow(listener: Listener): () => void {
    const [pretraining, training] = [this.#pretraining.report, this.#training.report];
    if (pretraining) listener({ kind: 'pretraining', progress: pretraining });
    if (training) listener({ kind: 'training', progress: training });
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Ends it with the best that it has, where models are made; before its first step there is nothing to be had. */
  stop(): void {
    this.#isEnding = true;
    if ((this.#pretraining.report?.done ?? 0) === 0) this.#abort.abort();
    else void this.engine.call('endRun', { job: this.#job }).catch(() => {});
  }

  /** Ends it; it can be gone on with by what is kept of it. */
  cancel(): void {
    this.#isEnding = true;
    this.#abort.abort();
  }

  async #learn(params: Params<M>, places: Promise<Partial<RunPlaces>>): Promise<Values[M]> {
    const asked = { ...params, ...(await places), job: this.#job };
    const onProgress = (report: Progress) => {
      if (report.kind === 'pretraining') this.#pretraining.take(report.progress);
      if (report.kind === 'training') this.#training.take(report.progress);
      for (const listener of this.#listeners) listener(report);
    };
    // What takes its time gives way to whatever else is asked meanwhile.
    return this.engine.call(this.method, asked, { priority: 'background', onProgress }, this.#abort.signal);
  }
}
