import { LruCache } from '../../../src/attention/lruCache.js';
import { GlassboxError } from '../../../src/protocol/engine/errors.js';
import type { Params, Values } from '../../../src/protocol/engine/index.js';
import type { AttentionContract, AttentionMethod, EngineRequest } from '../../../src/protocol/webviews/index.js';
import type { RequestOptions } from '../../kit/hostConnection.js';

/** Answers that are kept, so that going back to a head is immediate; a map of 1,024 tokens has 4 MB. */
const KEPT = 24;

type Request = AttentionContract['requests']['engine'];

/** Hears how far a question is that tries many things. */
export type ProgressListener = (done: number, count: number) => void;

const keyOf = (method: AttentionMethod, params: object) => `${method} ${JSON.stringify(params)}`;

/** Questions to the engine: one at a time in each slot, the last few answers kept. */
export class EngineProxy {
  readonly #pending = new Map<string, AbortController>();
  readonly #kept = new LruCache<unknown>(KEPT);
  readonly #ask: (request: EngineRequest, options: RequestOptions<Request['progress']>) => Promise<Request['result']>;

  constructor(
    ask: (request: EngineRequest, options: RequestOptions<Request['progress']>) => Promise<Request['result']>,
  ) {
    this.#ask = ask;
  }

  /** @throws GlassboxError as a rejection: the engine's, or `cancelled` when another question took the slot */
  async request<M extends AttentionMethod>(
    slot: string,
    method: M,
    params: Params<M>,
    measured?: ProgressListener,
  ): Promise<Values[M]> {
    const key = keyOf(method, params);
    const before = this.#pending.get(slot);
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.cancel(slot);
      return kept as Values[M];
    }
    const abort = new AbortController();
    this.#pending.set(slot, abort);
    const { signal } = abort;
    const answer = this.#ask(
      { slot, method, params },
      { signal, ...(measured && { onProgress: ({ done, count }) => measured(done, count) }) },
    );
    before?.abort();
    try {
      const value = await answer;
      if (signal.aborted) throw new GlassboxError('cancelled', 'Another question took its place.');
      this.#kept.set(key, value);
      return value as Values[M];
    } finally {
      if (this.#pending.get(slot) === abort) this.#pending.delete(slot);
    }
  }

  /** An answer that came unasked: asking for it is immediate. */
  prime<M extends AttentionMethod>(method: M, params: Params<M>, value: Values[M]): void {
    this.#kept.set(keyOf(method, params), value);
  }

  /** Takes back what was asked in a slot. */
  cancel(slot: string): void {
    this.#pending.get(slot)?.abort();
    this.#pending.delete(slot);
  }
}

/** One question to the engine. */
export type EngineCall = {
  [M in AttentionMethod]: { method: M; params: Params<M> };
}[AttentionMethod];
