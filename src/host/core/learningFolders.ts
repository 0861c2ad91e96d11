import { createHash, randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type * as vscode from 'vscode';

/** Where a run is kept as it goes, and where its models are put. */
export interface RunPlaces {
  folder: string;
  run: string;
}

/** Models of so many runs lie there until they are kept. */
const MOST_RUNS = 3;
const RUN = 'run';

/** Where runs of this window lie: kept as they go, and what they have made until it is kept or they are many. */
export class LearningFolders {
  readonly #base: string;
  /** a window without a workspace has no storage of its own, and leaves nothing */
  readonly #isPassing: boolean;

  /** @param kind runs of one kind are told apart from others, and counted by themselves */
  constructor(
    { storageUri, globalStorageUri }: Pick<vscode.ExtensionContext, 'storageUri' | 'globalStorageUri'>,
    kind: string,
  ) {
    this.#isPassing = storageUri === undefined;
    this.#base = storageUri
      ? path.join(storageUri.fsPath, kind)
      : path.join(globalStorageUri.fsPath, kind, randomUUID());
  }

  /** What runs of one outcome have in common. */
  static keyOf(params: object): string {
    const named = Object.entries(params).sort(([one], [other]) => (one < other ? -1 : 1));
    return createHash('sha256').update(JSON.stringify(named)).digest('hex').slice(0, 32);
  }

  /** @param names of what is made, below the run's own folder */
  placesOf(key: string, ...names: string[]): RunPlaces {
    return { folder: path.join(this.#base, key, ...names), run: path.join(this.#base, key, RUN) };
  }

  /**
   * Makes room for a run: what the same one made before is gone. @param before it, as long as it is at it
   * @param spared keys of runs that are under way
   * @param names of what is made, below the run's own folder
   */
  async prepare(
    key: string,
    before: Promise<unknown> | undefined,
    spared: ReadonlySet<string>,
    ...names: string[]
  ): Promise<RunPlaces> {
    await before?.catch(() => {});
    const places = this.placesOf(key, ...names);
    const own = path.dirname(places.run);
    await fs.mkdir(own, { recursive: true });
    for (const name of await fs.readdir(own)) {
      if (name !== RUN) await fs.rm(path.join(own, name), { recursive: true, force: true });
    }
    await fs.mkdir(path.dirname(places.folder), { recursive: true });
    // A run does not fail because an old one cannot be removed.
    await this.#tidy(new Set([key, ...spared])).catch(() => {});
    return places;
  }

  /** Throws away what a run has kept and made. */
  async remove(key: string): Promise<void> {
    await fs.rm(path.join(this.#base, key), { recursive: true, force: true });
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
