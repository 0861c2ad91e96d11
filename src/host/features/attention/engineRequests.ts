import { toErrorValue, type Params, type Progress, type Values } from '../../../protocol/engine/index.js';
import {
  type AttentionAnswer,
  type AttentionMethod,
  type FromAttentionWebview,
  type ToAttentionWebview,
} from '../../../protocol/webviews/index.js';
import type { EngineService } from '../../core/services.js';

type Ask = Extract<FromAttentionWebview, { type: 'ask' }>;

/** A call of the engine that runs, or has ended and waits for the page to ask. */
interface Call {
  /** method and parameters: the same question has the same key */
  key: string;
  abort: AbortController;
  begun: number;
  value: Promise<unknown>;
}

/** The page's questions to the engine: one at a time in each slot, a newer one cancels the one before it. */
export class EngineRequestHandler {
  readonly #open = new Map<string, AbortController>();
  /** what the page will ask, begun before it does */
  readonly #prepared = new Map<string, Call>();

  constructor(
    private readonly engine: EngineService,
    private readonly send: (message: ToAttentionWebview) => void,
  ) {}

  /** Answers by a message, also when it fails; what was cancelled is told too, since the page may wait for it. */
  async ask({ id, slot, method, params }: Ask): Promise<void> {
    this.cancel(slot);
    const prepared = this.#prepared.get(slot);
    this.#prepared.delete(slot);
    const isSame = prepared?.key === keyOf(method, params);
    if (!isSame) prepared?.abort.abort();
    const told = (progress: Progress) => {
      if (progress.kind === 'measured') this.send({ type: 'measured', id, done: progress.done, count: progress.count });
    };
    const { abort, begun, value } = isSame ? prepared : this.#begin(method, params, told);
    this.#open.set(slot, abort);
    try {
      const answer = { type: 'answer', id, method, value: await value, milliseconds: performance.now() - begun };
      this.send(answer as AttentionAnswer);
    } catch (error) {
      this.send({ type: 'failed', id, error: toErrorValue(error) });
    } finally {
      if (this.#open.get(slot) === abort) this.#open.delete(slot);
    }
  }

  /**
   * Begins what the page will ask in a slot. Its own question, if it is the same, is answered with this, a failure too;
   * another one ends it, and so does another preparation.
   * @returns the engine's value
   * @throws GlassboxError as a rejection, with the engine's code
   */
  async prepare<M extends AttentionMethod>(slot: string, method: M, params: Params<M>): Promise<Values[M]> {
    const before = this.#prepared.get(slot);
    const isSame = before?.key === keyOf(method, params);
    if (!isSame) before?.abort.abort();
    const call = isSame ? before : this.#begin(method, params);
    this.#prepared.set(slot, call);
    return (await call.value) as Values[M];
  }

  cancel(slot: string): void {
    this.#open.get(slot)?.abort();
    this.#open.delete(slot);
  }

  /** Ends what the page has asked. */
  cancelAll(): void {
    for (const slot of [...this.#open.keys()]) this.cancel(slot);
  }

  /** Ends what was begun for a page that has not asked yet. */
  cancelPrepared(): void {
    for (const { abort } of this.#prepared.values()) abort.abort();
    this.#prepared.clear();
  }

  #begin(method: AttentionMethod, params: object, onProgress?: (progress: Progress) => void): Call {
    const abort = new AbortController();
    // The engine checks the parameters, as it does for everyone.
    const value = this.engine.call(
      method,
      params as Params<AttentionMethod>,
      { priority: 'visible', ...(onProgress && { onProgress }) },
      abort.signal,
    );
    // A failure is told when the page asks; it may never do.
    value.catch(() => undefined);
    return { key: keyOf(method, params), abort, begun: performance.now(), value };
  }
}

const keyOf = (method: AttentionMethod, params: object) => `${method} ${JSON.stringify(params)}`;
