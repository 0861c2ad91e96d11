import path from 'node:path';
import { GlassboxError, type ModelInfo } from '../../../protocol/engine/index.js';
import { isThere, namesIn } from '../../files.js';
import { hubIdOf, isHubFolder, nameOfHubFolder, snapshotOf } from '../hubCache.js';
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
    const place = this.source === 'embedded' ? {} : { place: 'folder' as const };
    return found.map((model) => ({ ...model, source: this.source, ...place }));
  }

  resolve(): Promise<null> {
    return Promise.resolve(null);
  }
}

/** What a model's folder is called and where its files are. */
type NamedFolder = Pick<FoundModel, 'id' | 'folder' | 'hubId'>;

async function modelFolders(root: string): Promise<NamedFolder[]> {
  const found: NamedFolder[] = [];
  for (const name of await sortedNames(root)) {
    const folder = path.join(root, name);
    if (await isThere(path.join(folder, 'config.json'))) found.push({ id: name, folder, ...withHubId(name) });
    else if (isHubFolder(folder)) found.push(...(await cachedModel(folder)));
  }
  return found;
}

/** The snapshot of a model in the hub's cache; none where it has no config.json. */
export async function cachedModel(folder: string): Promise<NamedFolder[]> {
  const snapshot = await snapshotOf(folder).catch(leaveOut);
  const name = nameOfHubFolder(folder);
  // The first models of the hub have no organisation.
  return snapshot === null ? [] : [{ id: name, folder: snapshot, hubId: hubIdOf(name) ?? name }];
}

/** The names in a folder, none where it cannot be read. */
export async function sortedNames(root: string): Promise<string[]> {
  const names = await namesIn(root).catch(leaveOut);
  return [...(names?.keys() ?? [])].sort();
}

function withHubId(name: string): Pick<FoundModel, 'hubId'> {
  const hubId = hubIdOf(name);
  return hubId === null ? {} : { hubId };
}

/** A folder that cannot be read has no models; a system that opens no more files is an error. */
function leaveOut(error: unknown): null {
  if (error instanceof GlassboxError && error.code === 'model-broken') return null;
  throw error;
}
