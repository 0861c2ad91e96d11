import { createHash, randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type * as vscode from 'vscode';
import type { LearnerName, Params } from '../../../protocol/engine/index.js';
import type { RunPlaces } from './learningRun.js';

/** Models of so many runs lie there until they are kept, each of some MB at most. */
const MOST_RUNS = 3;
const FOLDER = 'learning';

/** Behind a place's name, of each learner: as the method `pretrain` puts them. */
export const LEARNER_ENDINGS = { decoder: '-gpt', encoder: '-bert' } as const satisfies Record<LearnerName, string>;

/** Where runs of this window lie: kept as they go, and what they have made until it is kept or they are many. */
export class LearningFolders {
  readonly #base: string;
  /** a window without a workspace has no storage of its own, and leaves nothing */
  readonly #isPassing: boolean;

  constructor({ storageUri, globalStorageUri }: Pick<vscode.ExtensionContext, 'storageUri' | 'globalStorageUri'>) {
    this.#isPassing = storageUri === undefined;
    this.#base = storageUri
      ? path.join(storageUri.fsPath, FOLDER)
      : path.join(globalStorageUri.fsPath, FOLDER, randomUUID());
  }

  /** What runs of one outcome have in common. */
  static keyOf(params: Params<'pretrain'>): string {
    const named = Object.entries(params).sort(([one], [other]) => (one < other ? -1 : 1));
    return createHash('sha256').update(JSON.stringify(named)).digest('hex').slice(0, 32);
  }

  placesOf(key: string): RunPlaces {
    return { folder: path.join(this.#base, key, 'learnt'), run: path.join(this.#base, key, 'run') };
  }

  /**
   * Makes room for a run: what the same one made before is gone. @param before it, as long as it is at it
   * @param spared keys of runs that are under way
   */
  async prepare(key: string, before: Promise<unknown> | undefined, spared: ReadonlySet<string>): Promise<RunPlaces> {
    await before?.catch(() => {});
    const places = this.placesOf(key);
    for (const ending of Object.values(LEARNER_ENDINGS)) {
      await fs.rm(places.folder + ending, { recursive: true, force: true });
    }
    await fs.mkdir(path.dirname(places.folder), { recursive: true });
    // A run does not fail because an old one cannot be removed.
    await this.#tidy(new Set([key, ...spared])).catch(() => {});
    return places;
  }

  dispose(): void {
    if (this.#isPassing) void fs.rm(this.#base, { recursive: true, force: true }).catch(() => {});
  }

  /** Removes the runs that were begun first. */
  async #tidy(spared: ReadonlySet<string>): Promise<void> {
    const others = (await fs.readdir(this.#base)).filter((name) => !spared.has(name));
    const ages = await Promise.all(
      others.map(async (name) => ({ name, since: (await fs.stat(path.join(this.#base, name))).mtimeMs })),
    );
    for (const { name } of ages.sort((one, other) => other.since - one.since).slice(MOST_RUNS - 1)) {
      await fs.rm(path.join(this.#base, name), { recursive: true, force: true });
    }
  }
}
