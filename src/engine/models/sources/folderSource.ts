import path from 'node:path';
import { GlassboxError, type ModelInfo } from '../../../protocol/engine/index.js';
import { isThere, namesIn } from '../../files.js';
import { hubId, isHubFolder, snapshotOf } from '../hubCache.js';
import type { FoundModel, ModelSource } from './modelSource.js';

/**
 * The models in some folders, a folder each: those that came with the extension, and those of the user. The hub's cache is
 * such a folder, too: of each of its models the snapshot is read.
 */
export class FolderSource implements ModelSource {
  constructor(
    private readonly roots: readonly string[],
    private readonly source: ModelInfo['source'],
  ) {}

  async list(): Promise<FoundModel[]> {
    const found = (await Promise.all(this.roots.map(modelFolders))).flat();
    return found.map(({ id, folder }) => ({ id, folder, source: this.source }));
  }

  resolve(): Promise<null> {
    return Promise.resolve(null);
  }
}

async function modelFolders(root: string): Promise<Pick<FoundModel, 'id' | 'folder'>[]> {
  const names = (await namesIn(root).catch(leaveOut)) ?? new Map<string, number | null>();
  const found: Pick<FoundModel, 'id' | 'folder'>[] = [];
  for (const name of [...names.keys()].sort()) {
    const folder = path.join(root, name);
    if (await isThere(path.join(folder, 'config.json'))) found.push({ id: name, folder });
    else if (isHubFolder(folder)) {
      const snapshot = await snapshotOf(folder).catch(leaveOut);
      if (snapshot !== null) found.push({ id: hubId(folder), folder: snapshot });
    }
  }
  return found;
}

/** A folder that cannot be read has no models; a system that opens no more files is an error. */
function leaveOut(error: unknown): null {
  if (error instanceof GlassboxError && error.code === 'model-broken') return null;
  throw error;
}
