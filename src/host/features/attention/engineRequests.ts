import type { Params, Progress, Values } from '../../../protocol/engine/index.js';
import type { AttentionContract, AttentionMethod, EngineRequest } from '../../../protocol/webviews/index.js';
import type { EngineService } from '../../core/services.js';
import type { RequestContext } from '../../webviews/webviewPage.js';

/** A call of the engine that runs, or has ended and waits for the page to ask. */
interface Call {
  /** method and parameters: the same question has the same key */
  key: string;
  abort: AbortController;
  value: Promise<Values[AttentionMethod]>;
}

/** The page's questions to the engine, and what is begun before the page asks. */
export class EngineRequestHandler {
  readonly #prepared = new Map<string, Call>();

  constructor(private readonly engine: EngineService) {}

  /** @throws GlassboxError as a rejection, with the engine's code; `cancelled` when the signal is aborted */
  ask(
    { slot, method, params }: EngineRequest,
    { signal, onProgress }: RequestContext<AttentionContract['requests']['engine']['progress']>,
  ): Promise<Values[AttentionMethod]> {
    const prepared = this.#prepared.get(slot);
    this.#prepared.delete(slot);
    const isSame = prepared?.key === keyOf(method, params);
    if (!isSame) prepared?.abort.abort();
    const { abort, value } = isSame
      ? prepared
      : this.#begin(method, params, (progress) => {
          if (progress.kind === 'measured') onProgress({ done: progress.done, count: progress.count });
        });
    signal.addEventListener('abort', () => abort.abort(), { once: true });
    return value;
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
    return { key: keyOf(method, params), abort, value };
  }
}

const keyOf = (method: AttentionMethod, params: object) => `${method} ${JSON.stringify(params)}`;
