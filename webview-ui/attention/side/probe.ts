import type { AttentionMethod, GlassboxError, Params, Values } from '../../../src/protocol/index.js';
import type { Page } from '../page.js';

/** What is known of a question that is asked by the way. */
export type Probed<M extends AttentionMethod> =
  | { state: 'none' }
  | { state: 'waiting' }
  | { state: 'known'; value: Values[M] }
  | { state: 'failed'; error: GlassboxError };

/** A question that follows the word in focus: asked after a rest, taken back when the focus has moved on. */
export class Probe<M extends AttentionMethod> {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #key = '';
  #now: Probed<M> = { state: 'none' };

  /** @param changed the answer came, or is no longer one to this question */
  constructor(
    private readonly page: Page,
    private readonly slot: string,
    private readonly method: M,
    private readonly changed: () => void,
  ) {}

  get now(): Probed<M> {
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
    if (wasWaiting) this.page.cancel(this.slot);
    if (!params) {
      this.#now = { state: 'none' };
      return;
    }
    this.#now = { state: 'waiting' };
    const ask = () => void this.#run(key, params);
    if (rest > 0) this.#timer = setTimeout(ask, rest);
    else ask();
  }

  /** Takes it back, as a person may. */
  stop(): void {
    this.ask(null);
    this.changed();
  }

  async #run(key: string, params: Params<M>): Promise<void> {
    let found: Probed<M>;
    try {
      found = { state: 'known', value: await this.page.ask(this.slot, this.method, params) };
    } catch (error) {
      found = { state: 'failed', error: error as GlassboxError };
    }
    if (this.#key !== key) return;
    this.#now = found;
    this.changed();
  }
}
