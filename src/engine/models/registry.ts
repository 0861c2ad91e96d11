import path from 'node:path';
import { GlassboxError, type EngineOptions, type ModelInfo } from '../../protocol/engine/index.js';
import { isFolder, isThere, namesIn } from '../files.js';
import { readModelFolder, type ModelFolder } from './modelFolder.js';

/** What cannot be read is left out; only a system that opens no more files is an error. */
function leftOut<T>(nothing: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof GlassboxError && error.code === 'model-broken') return nothing;
    throw error;
  };
}

async function listModelFolders(root: string): Promise<string[]> {
  const names = await namesIn(root).catch(leftOut(new Map<string, number | null>()));
  const found: string[] = [];
  for (const name of [...names.keys()].sort()) {
    const folder = path.join(root, name);
    if (await isThere(path.join(folder, 'config.json'))) found.push(folder);
  }
  return found;
}

/** The models there are: those that came with the extension, and those in the user's folders. */
export class ModelRegistry {
  constructor(private readonly options: Pick<EngineOptions, 'embeddedFolder' | 'installedFolders'>) {}

  /** All models that can be read; a broken folder is left out here and told when it is asked for by name. */
  async list(): Promise<ModelInfo[]> {
    const places = await this.modelFolders();
    const read = await Promise.all(
      places.map(({ folder, source }) => readModelFolder(folder, path.basename(folder), source).catch(leftOut(null))),
    );
    return read.filter((model) => model !== null).map((model) => model.info);
  }

  /**
   * Finds a model by id or by the path of its folder.
   * @throws GlassboxError `unknown-model` with the ids there are; `model-broken`
   */
  async find(reference: string): Promise<ModelFolder> {
    const places = await this.modelFolders();
    const known = places.find(({ folder }) => path.basename(folder) === reference);
    if (known) return readModelFolder(known.folder, reference, known.source);
    if (path.isAbsolute(reference) || /[\\/]/.test(reference)) {
      const folder = path.resolve(reference);
      if (await isFolder(folder)) return readModelFolder(folder, reference, 'installed');
    }
    const ids = places.map(({ folder }) => path.basename(folder)).join(', ');
    throw new GlassboxError('unknown-model', `There is no model ${reference}. Known models: ${ids || 'none'}.`);
  }

  private async modelFolders(): Promise<{ folder: string; source: ModelInfo['source'] }[]> {
    const embedded = await listModelFolders(this.options.embeddedFolder);
    const installed = (await Promise.all(this.options.installedFolders.map(listModelFolders))).flat();
    return [
      ...embedded.map((folder) => ({ folder, source: 'embedded' as const })),
      ...installed.map((folder) => ({ folder, source: 'installed' as const })),
    ];
  }
}
