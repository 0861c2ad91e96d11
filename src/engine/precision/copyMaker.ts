import path from 'node:path';
import { throwIfCancelled } from '../../protocol/engine/index.js';
import { weightUse } from '../families/checkpointGraphs.js';
import { CachedModel, type ModelCache } from '../models/cache.js';
import { Model } from '../models/model.js';
import type { ModelFolder } from '../models/modelFolder.js';
import { withWeights } from '../models/modelPrecision.js';
import type { Scheduler } from '../scheduling/scheduler.js';
import { COPY_FILE, type CopyStore } from './copyStore.js';
import { measureLoss } from './measureLoss.js';
import { writeCopy, type Turn } from './writeCopy.js';

/** Makes the 8-bit copies that models want, one after another, while nothing else runs; answers go on in 32 bit. */
export class CopyMaker {
  readonly #end = new AbortController();
  /** by their places; one that failed is not tried again by this process */
  readonly #begun = new Set<string>();
  #last: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: CopyStore,
    private readonly cache: ModelCache,
    private readonly scheduler: Scheduler,
    private readonly threads: number,
    private readonly log: (line: string) => void,
  ) {}

  /** Begins the copy that a model wants, once. */
  want({ info, wanted }: ModelFolder): void {
    if (wanted === null || this.#begun.has(wanted)) return;
    this.#begun.add(wanted);
    this.#last = this.#last.then(() => this.#make(info.id, wanted));
  }

  /** Gives up what is being made, and waits until nothing of it is left. */
  async dispose(): Promise<void> {
    this.#end.abort();
    await this.#last;
  }

  /** Work between which others have their turns: each piece waits like a job that nobody watches. */
  readonly #turn: Turn = (work) => this.scheduler.run('background', work, this.#end.signal);

  async #make(id: string, place: string): Promise<void> {
    try {
      throwIfCancelled(this.#end.signal);
      const exact = await this.cache.acquire(id);
      try {
        // Another window's engine may have made it meanwhile.
        if (exact.folder.wanted === place) await this.store.add(place, (folder) => this.#write(exact, folder));
      } finally {
        this.cache.release(exact);
      }
    } catch (error) {
      if (!this.#end.signal.aborted) this.log(`no 8-bit copy of ${id}: ${String(error)}`);
    }
  }

  async #write(exact: CachedModel, folder: string): Promise<{ lossBits: number }> {
    const { info, config } = exact.folder;
    await writeCopy(
      await weightUse(info.folder, config.model_type, config.architectures ?? []),
      path.join(folder, COPY_FILE),
      this.#turn,
    );
    return { lossBits: await this.#loss(exact, folder) };
  }

  async #loss(exact: CachedModel, weights: string): Promise<number> {
    const rounded = new CachedModel(await withWeights(exact.folder, weights), this.threads);
    try {
      const tokenizer = await exact.tokenizer();
      const lease = { yield: () => Promise.resolve() };
      const seen = (model: CachedModel) =>
        new Model(
          model,
          tokenizer,
          lease,
          () => {},
          () => {},
        );
      return await measureLoss(seen(exact), seen(rounded), this.#turn);
    } finally {
      await rounded.release();
    }
  }
}
