import { GlassboxError, type EngineOptions, type ModelInfo } from '../../protocol/engine/index.js';
import { readModelFolder, type ModelFolder } from './modelFolder.js';
import { inPrecision, type PrecisionOptions } from './modelPrecision.js';
import { FolderSource } from './sources/folderSource.js';
import type { FoundModel, ModelSource } from './sources/modelSource.js';
import { PathSource } from './sources/pathSource.js';

/** Where models come from; of two with one id, the first is meant. */
function modelSources(options: Pick<EngineOptions, 'embeddedFolder' | 'installedFolders'>): ModelSource[] {
  return [
    new FolderSource([options.embeddedFolder], 'embedded'),
    new FolderSource(options.installedFolders, 'installed'),
    new PathSource(),
  ];
}

/** The models there are, whatever their source. */
export class ModelRegistry {
  readonly #sources: readonly ModelSource[];

  /** @param precision null: weights serve as they are */
  constructor(
    options: Pick<EngineOptions, 'embeddedFolder' | 'installedFolders'>,
    private readonly precision: PrecisionOptions | null = null,
  ) {
    this.#sources = modelSources(options);
  }

  /** All models that can be read; a broken folder is left out here and told when it is asked for by name. */
  async list(): Promise<ModelInfo[]> {
    const read = await Promise.all((await this.#found()).map((model) => this.#readOrLeaveOut(model)));
    return read.filter((model) => model !== null).map((model) => model.info);
  }

  /**
   * Finds a model by id or by the path of its folder.
   * @throws GlassboxError `unknown-model` with the ids there are; `model-broken`
   */
  async find(reference: string): Promise<ModelFolder> {
    const found = await this.#found();
    const known = found.find(({ id }) => id === reference);
    if (known) return this.#read(known);
    for (const source of this.#sources) {
      const resolved = await source.resolve(reference);
      if (resolved) return this.#read(resolved);
    }
    const ids = found.map(({ id }) => id);
    const message = `There is no model ${reference}. Known models: ${ids.join(', ') || 'none'}.`;
    throw new GlassboxError('unknown-model', message, {
      details: { kind: 'unknownModel', model: reference, known: ids },
    });
  }

  async #found(): Promise<FoundModel[]> {
    return (await Promise.all(this.#sources.map((source) => source.list()))).flat();
  }

  async #read({ folder, id, source }: FoundModel): Promise<ModelFolder> {
    return inPrecision(await readModelFolder(folder, id, source), this.precision);
  }

  /** Null for a folder that cannot be read; only a system that opens no more files is an error. */
  async #readOrLeaveOut(model: FoundModel): Promise<ModelFolder | null> {
    try {
      return await this.#read(model);
    } catch (error) {
      if (error instanceof GlassboxError && error.code === 'model-broken') return null;
      throw error;
    }
  }
}
