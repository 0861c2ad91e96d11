import type { GlassboxError, Params, Values } from '../../../src/protocol/engine/index.js';
import type { AttentionMethod } from '../../../src/protocol/webviews/index.js';
import type { AttentionPage } from './attentionPage.js';

/** What is known of a question that is asked by the way. */
export type ProbeState<M extends AttentionMethod> =
  | { state: 'none' }
  /** `far`: what is done, of so many, as soon as that is told; `isLong`: it takes its time */
  | { state: 'waiting'; far: { done: number; count: number } | null; isLong: boolean }
  /** the user took it back */
  | { state: 'stopped' }
  | { state: 'known'; value: Values[M] }
  | { state: 'failed'; error: GlassboxError };

/** Why nothing is asked: no prediction belongs to the word, or the model has no head that predicts words. */
export type Unpredicted = 'not predicted' | 'no predictions';

/** From then on a question can be taken back, told or not how far it is: a model may have to be loaded first. */
const LONG_MS = 1000;

/** A question that follows the word in focus: asked after a rest, taken back when the focus has moved on. */
export class Probe<M extends AttentionMethod> {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #key = '';
  /** counts what was asked or taken back, to tell an answer to something before */
  #turn = 0;
  #now: ProbeState<M> = { state: 'none' };
  readonly #page: AttentionPage;
  readonly #slot: string;
  readonly #method: M;
  readonly #changed: () => void;

  /** @param changed the answer came, or is no longer one to this question */
  constructor(page: AttentionPage, slot: string, method: M, changed: () => void) {
    this.#page = page;
    this.#slot = slot;
    this.#method = method;
    this.#changed = changed;
  }

  get state(): ProbeState<M> {
    return this.#now;
  }

  /** @param params null: nothing to ask; `rest` in milliseconds before it is asked */
  ask(params: Params<M> | null, rest = 0): void {
    const key = params ? JSON.stringify(params) : '';
    // What failed may be asked again.
    if (key === this.#key && this.#now.state !== 'failed') return;
    const wasWaiting = this.#now.state === 'waiting';
    clearTimeout(this.#timer);
    this.#key = key;
    this.#turn++;
    if (wasWaiting) this.#page.cancel(this.#slot);
    if (!params) {
      this.#now = { state: 'none' };
      return;
    }
    this.#now = { state: 'waiting', far: null, isLong: false };
    const ask = () => void this.#run(params);
    if (rest > 0) this.#timer = setTimeout(ask, rest);
    else ask();
  }

  /** Takes it back, as a user may; asking the same does not begin it again. */
  stop(): void {
    if (this.#now.state !== 'waiting') return;
    clearTimeout(this.#timer);
    this.#turn++;
    this.#page.cancel(this.#slot);
    this.#now = { state: 'stopped' };
    this.#changed();
  }

  /** Begins what was stopped. */
  restart(params: Params<M> | null): void {
    this.#key = '';
    this.ask(params);
  }

  async #run(params: Params<M>): Promise<void> {
    const turn = this.#turn;
    const measured = (done: number, count: number) => {
      if (this.#turn !== turn) return;
      this.#now = { state: 'waiting', far: { done, count }, isLong: true };
      this.#changed();
    };
    const long = setTimeout(() => {
      if (this.#turn !== turn || this.#now.state !== 'waiting' || this.#now.isLong) return;
      this.#now = { ...this.#now, isLong: true };
      this.#changed();
    }, LONG_MS);
    let found: ProbeState<M>;
    try {
      found = { state: 'known', value: await this.#page.request(this.#slot, this.#method, params, measured) };
    } catch (error) {
      found = { state: 'failed', error: error as GlassboxError };
    }
    clearTimeout(long);
    if (this.#turn !== turn) return;
    this.#now = found;
    this.#changed();
  }
}
