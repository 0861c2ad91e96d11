import path from 'node:path';
import { isHubFolder } from '../hubCache.js';
import { cachedModel, sortedNames } from './folderSource.js';
import type { FoundModel, ModelSource } from './modelSource.js';

/**
 * The models that Python's huggingface_hub downloaded, used in place and only read: links to blobs or, where the system has
 * no links, plain files. Models of all kinds are there, and parts of models; what cannot run is in no list.
 */
export class CacheSource implements ModelSource {
  constructor(private readonly caches: readonly string[]) {}

  async list(): Promise<FoundModel[]> {
    return (await Promise.all(this.caches.map(modelsIn))).flat();
  }

  resolve(): Promise<null> {
    return Promise.resolve(null);
  }
}

async function modelsIn(cache: string): Promise<FoundModel[]> {
  const folders = (await sortedNames(cache)).map((name) => path.join(cache, name)).filter(isHubFolder);
  const found = (await Promise.all(folders.map(cachedModel))).flat();
  return found.map((model) => ({ ...model, source: 'installed', place: 'cache', onlyIfItRuns: true }));
}
