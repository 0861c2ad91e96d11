import path from 'node:path';
import { isFolder } from '../../files.js';
import type { FoundModel, ModelSource } from './modelSource.js';

/** A model that is named by the path of its folder; it is in no list. */
export class PathSource implements ModelSource {
  list(): Promise<FoundModel[]> {
    return Promise.resolve([]);
  }

  async resolve(reference: string): Promise<FoundModel | null> {
    if (!path.isAbsolute(reference) && !/[\\/]/.test(reference)) return null;
    const folder = path.resolve(reference);
    return (await isFolder(folder)) ? { id: reference, folder, source: 'installed' } : null;
  }
}
