import { GlassboxError, type EngineOptions, type ModelInfo } from '../../protocol/engine/index.js';
import { memoryOf } from './modelMemory.js';
import { readModelFolder, type ModelFolder } from './modelFolder.js';
import { inPrecision, type PrecisionOptions } from './modelPrecision.js';
import { CacheSource } from './sources/cacheSource.js';
import { FolderSource } from './sources/folderSource.js';
import type { FoundModel, ModelSource } from './sources/modelSource.js';
import { PathSource } from './sources/pathSource.js';
import { StoreSource } from './sources/storeSource.js';

/** What of the engine's options says where models are. */
type ModelPlaces = Pick<EngineOptions, 'embeddedFolder' | 'installedFolders' | 'modelStore' | 'cacheFolders'>;

/** Where models come from; of two with one id, the first is meant. */
function modelSources(options: ModelPlaces): ModelSource[] {
  return [
    new FolderSource([options.embeddedFolder], 'embedded'),
    new StoreSource(options.modelStore),
    new FolderSource(options.installedFolders, 'installed'),
    new CacheSource(options.cacheFolders ?? []),
    new PathSource(),
  ];
}

async function withMemory(model: ModelFolder): Promise<ModelInfo> {
  const memory = await memoryOf(model);
  return { ...model.info, ...(memory > 0 && { memory }) };
}

/** The models there are, whatever their source. */
export class ModelRegistry {
  readonly #sources: readonly ModelSource[];

  /** @param precision null: weights serve as they are */
  constructor(
    options: ModelPlaces,
    private readonly precision: PrecisionOptions | null = null,
  ) {
    this.#sources = modelSources(options);
  }

  /**
   * All models that can be read, each id once. A broken folder is left out here and told when it is asked for by name, and
   * so is what a cache has and cannot run.
   */
  async list(): Promise<ModelInfo[]> {
    const read = await Promise.all((await this.#found()).map((model) => this.#readOrLeaveOut(model)));
    return Promise.all(read.filter((model) => model !== null).map(withMemory));
  }

  /**
   * Finds a model by its id, by the hub's (`ORGANISATION/NAME`), by the last part of the hub's where only one model has it,
   * or by the path of its folder.
   * @throws GlassboxError `unknown-model` with the ids there are, or those that a short name may mean; `model-broken`
   */
  async find(reference: string): Promise<ModelFolder> {
    const found = await this.#found();
    const known = found.find(({ id }) => id === reference) ?? found.find(({ hubId }) => hubId === reference);
    if (known) return this.#read(known);
    const meant = found.filter(({ hubId }) => hubId?.endsWith(`/${reference}`));
    const [only] = meant;
    if (only && meant.length === 1) return this.#read(only);
    for (const source of this.#sources) {
      const resolved = await source.resolve(reference);
      if (resolved) return this.#read(resolved);
    }
    const ids = (meant.length > 0 ? meant : found).map(({ id }) => id);
    const message =
      meant.length > 0
        ? `${reference} may be any of these models: ${ids.join(', ')}. Name one of them.`
        : `There is no model ${reference}. Known models: ${ids.join(', ') || 'none'}.`;
    throw new GlassboxError('unknown-model', message, {
      details: { kind: 'unknownModel', model: reference, known: ids },
    });
  }

  /** Of each id the first. */
  async #found(): Promise<FoundModel[]> {
    const all = (await Promise.all(this.#sources.map((source) => source.list()))).flat();
    const first = new Map<string, FoundModel>();
    for (const model of all) if (!first.has(model.id)) first.set(model.id, model);
    return [...first.values()];
  }

  async #read(found: FoundModel): Promise<ModelFolder> {
    return inPrecision(await readModelFolder(found), this.precision);
  }

  /** Null for a folder that cannot be read; only a system that opens no more files is an error. */
  async #readOrLeaveOut(found: FoundModel): Promise<ModelFolder | null> {
    try {
      const model = await this.#read(found);
      return found.onlyIfItRuns && (model.refusal || Object.keys(model.graphs).length === 0) ? null : model;
    } catch (error) {
      if (error instanceof GlassboxError && error.code === 'model-broken') return null;
      throw error;
    }
  }
}
