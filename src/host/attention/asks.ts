import {
  errorValue,
  type AttentionAnswer,
  type AttentionMethod,
  type FromAttention,
  type Params,
  type ToAttention,
} from '../../protocol/index.js';
import type { EngineService } from '../services.js';

type Ask = Extract<FromAttention, { type: 'ask' }>;

/** The page's questions to the engine: one at a time in each slot, a newer one cancels the one before it. */
export class Asks {
  readonly #open = new Map<string, AbortController>();

  constructor(
    private readonly engine: EngineService,
    private readonly send: (message: ToAttention) => void,
  ) {}

  /** Answers by a message, also when it fails; what was cancelled is told too, since the page may wait for it. */
  async ask({ id, slot, method, params }: Ask): Promise<void> {
    this.cancel(slot);
    const abort = new AbortController();
    this.#open.set(slot, abort);
    const begun = performance.now();
    try {
      // The engine checks the parameters, as it does for everyone.
      const value = await this.engine.call(
        method,
        params as Params<AttentionMethod>,
        { priority: 'visible' },
        abort.signal,
      );
      this.send({ type: 'answer', id, method, value, milliseconds: performance.now() - begun } as AttentionAnswer);
    } catch (error) {
      this.send({ type: 'failed', id, error: errorValue(error) });
    } finally {
      if (this.#open.get(slot) === abort) this.#open.delete(slot);
    }
  }

  cancel(slot: string): void {
    this.#open.get(slot)?.abort();
    this.#open.delete(slot);
  }

  cancelAll(): void {
    for (const slot of [...this.#open.keys()]) this.cancel(slot);
  }
}
