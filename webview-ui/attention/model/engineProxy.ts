import { fromErrorValue, GlassboxError } from '../../../src/protocol/engine/errors.js';
import type { ErrorValue, Params, Values } from '../../../src/protocol/engine/index.js';
import type { AttentionAnswer, AttentionMethod, FromAttentionWebview } from '../../../src/protocol/webviews/index.js';

/** Answers that are kept, so that going back to a head is immediate; a map of 1,024 tokens has 4 MB. */
const KEPT = 24;

/** Hears how far a question is that tries many things. */
export type ProgressListener = (done: number, count: number) => void;

interface Pending {
  slot: string;
  key: string;
  resolve: (value: never) => void;
  reject: (error: GlassboxError) => void;
  measured: ProgressListener | undefined;
}

const keyOf = (method: AttentionMethod, params: object) => `${method} ${JSON.stringify(params)}`;

const cancelled = () => new GlassboxError('cancelled', 'Another question took its place.');

/** Questions to the engine: one at a time in each slot, answers told apart by id, the last few kept. */
export class EngineProxy {
  readonly #pending = new Map<number, Pending>();
  readonly #kept = new Map<string, unknown>();
  #next = 0;

  constructor(private readonly send: (message: FromAttentionWebview) => void) {}

  /** @throws GlassboxError as a rejection: the engine's, or `cancelled` when another question took the slot */
  request<M extends AttentionMethod>(
    slot: string,
    method: M,
    params: Params<M>,
    measured?: ProgressListener,
  ): Promise<Values[M]> {
    const key = keyOf(method, params);
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.cancel(slot);
      this.#cache(key, kept);
      return Promise.resolve(kept as Values[M]);
    }
    const superseded = this.#takePending(slot);
    const id = this.#next++;
    const answer = new Promise<Values[M]>((resolve, reject) =>
      this.#pending.set(id, { slot, key, resolve, reject, measured }),
    );
    this.send({ type: 'ask', id, slot, method, params });
    superseded?.reject(cancelled());
    return answer;
  }

  /** An answer that came unasked: asking for it is immediate. */
  prime<M extends AttentionMethod>(method: M, params: Params<M>, value: Values[M]): void {
    this.#cache(keyOf(method, params), value);
  }

  /** Takes back what was asked in a slot. */
  cancel(slot: string): void {
    const taken = this.#takePending(slot);
    if (!taken) return;
    this.send({ type: 'cancel', slot });
    taken.reject(cancelled());
  }

  /** Answers to what was taken back in the meantime are dropped. */
  settle({ id, value }: AttentionAnswer): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    this.#cache(pending.key, value);
    pending.resolve(value as never);
  }

  reportProgress(id: number, done: number, count: number): void {
    this.#pending.get(id)?.measured?.(done, count);
  }

  fail(id: number, error: ErrorValue): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    pending.reject(fromErrorValue(error));
  }

  #takePending(slot: string): Pending | undefined {
    for (const [id, pending] of this.#pending) {
      if (pending.slot !== slot) continue;
      this.#pending.delete(id);
      return pending;
    }
    return undefined;
  }

  #cache(key: string, value: unknown): void {
    this.#kept.delete(key);
    this.#kept.set(key, value);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** One question to the engine. */
export type EngineCall = {
  [M in AttentionMethod]: { method: M; params: Params<M> };
}[AttentionMethod];
