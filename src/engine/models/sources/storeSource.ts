import path from 'node:path';
import { isThere } from '../../files.js';
import { hubIdOf } from '../hubCache.js';
import { sortedNames } from './folderSource.js';
import type { FoundModel, ModelSource } from './modelSource.js';

/**
 * The models that were installed into the store, a folder each, called by their ids with `--` for the slash. What is being
 * installed is in folders whose names begin with a dot.
 */
export class StoreSource implements ModelSource {
  /** @param store undefined where there is none */
  constructor(private readonly store: string | undefined) {}

  async list(): Promise<FoundModel[]> {
    if (this.store === undefined) return [];
    const found: FoundModel[] = [];
    for (const name of await sortedNames(this.store)) {
      const folder = path.join(this.store, name);
      if (name.startsWith('.') || !(await isThere(path.join(folder, 'config.json')))) continue;
      found.push({ id: name, folder, hubId: hubIdOf(name) ?? name, source: 'installed', place: 'store' });
    }
    return found;
  }

  resolve(): Promise<null> {
    return Promise.resolve(null);
  }
}
