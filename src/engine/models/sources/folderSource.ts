import path from 'node:path';
import { GlassboxError, type ModelInfo } from '../../../protocol/engine/index.js';
import { isThere, namesIn } from '../../files.js';
import type { FoundModel, ModelSource } from './modelSource.js';

/** The models in some folders, a folder each: those that came with the extension, and those of the user. */
export class FolderSource implements ModelSource {
  constructor(
    private readonly roots: readonly string[],
    private readonly source: ModelInfo['source'],
  ) {}

  async list(): Promise<FoundModel[]> {
    const folders = (await Promise.all(this.roots.map(modelFolders))).flat();
    return folders.map((folder) => ({ id: path.basename(folder), folder, source: this.source }));
  }

  resolve(): Promise<null> {
    return Promise.resolve(null);
  }
}

async function modelFolders(root: string): Promise<string[]> {
  const names = await namesIn(root).catch((error: unknown) => {
    // A folder that is not there has none; a system that opens no more files is an error.
    if (error instanceof GlassboxError && error.code === 'model-broken') return new Map<string, number | null>();
    throw error;
  });
  const found: string[] = [];
  for (const name of [...names.keys()].sort()) {
    const folder = path.join(root, name);
    if (await isThere(path.join(folder, 'config.json'))) found.push(folder);
  }
  return found;
}
