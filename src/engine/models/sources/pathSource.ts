import path from 'node:path';
import { isFolder } from '../../files.js';
import { isHubFolder, snapshotOf } from '../hubCache.js';
import type { FoundModel, ModelSource } from './modelSource.js';

/** A model that is named by the path of its folder, in the hub's cache of its snapshots' folder; it is in no list. */
export class PathSource implements ModelSource {
  list(): Promise<FoundModel[]> {
    return Promise.resolve([]);
  }

  async resolve(reference: string): Promise<FoundModel | null> {
    if (!path.isAbsolute(reference) && !/[\\/]/.test(reference)) return null;
    const folder = path.resolve(reference);
    if (!(await isFolder(folder))) return null;
    const snapshot = isHubFolder(folder) ? await snapshotOf(folder) : null;
    return { id: reference, folder: snapshot ?? folder, source: 'installed', place: 'folder' };
  }
}
