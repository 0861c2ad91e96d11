import { GlassboxError } from '../../protocol/engine/index.js';

/** A process that died this often in a row on one model, or had to be ended since it did not answer, is not started for it again. */
export const MAX_CRASHES = 3;

/** On which models the engine's process died, since they last worked. */
export class CrashGuard {
  readonly #deaths = new Map<string, number>();

  recordCrash(model: string): void {
    this.#deaths.set(model, (this.#deaths.get(model) ?? 0) + 1);
  }

  recordSuccess(model: string): void {
    this.#deaths.delete(model);
  }

  clear(): void {
    this.#deaths.clear();
  }

  /** @throws GlassboxError `engine-died` when this model has killed the process too often */
  throwIfCrashing(model: string): void {
    const deaths = this.#deaths.get(model) ?? 0;
    if (deaths < MAX_CRASHES) return;
    throw new GlassboxError(
      'engine-died',
      `The engine died or did not answer ${deaths} times in a row on ${model}, so it is not started for it again. Choose another model, or run “Glassbox: Restart Engine” to try once more.`,
      { details: { kind: 'crashes', model, times: deaths } },
    );
  }
}
