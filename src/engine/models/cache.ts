import { GlassboxError, type LoadedModel } from '../../protocol/engine/index.js';
import { exposeHiddenState } from '../onnx/rewrite/exposeHiddenState.js';
import { loadBufferedSessions, loadWrittenSessions, type BufferedSessions } from '../onnx/bufferedSessions.js';
import { loadAttentionSession, type AttentionSession } from '../onnx/attentionSession.js';
import { loadLayerSession, type LayerSession } from '../onnx/layers/layerSession.js';
import { loadLensSession, type LensSession } from '../onnx/layers/lensSession.js';
import { createSession, editedGraph, threadCount, type GraphSource, type Session } from '../onnx/session.js';
import { loadTokenizer, type TextTokenizer } from '../tokenizer/tokenizer.js';
import { memoryOf } from './modelMemory.js';
import type { ModelRegistry } from './registry.js';
import type { GraphFiles, ModelFolder } from './modelFolder.js';
import { requireGraphFile } from './modelFolder.js';
import { attentionGraphSource, graphOfPart, type AttentionPart, type AttentionReading } from './attentionGraphFile.js';

/** What all sessions are for that a model's own task is done with. */
const TASK = 'task';

/** The setting that an error names. */
const LIMIT_SETTING = 'glassbox.models.memoryLimit';

/** A model in memory. Its parts are loaded when they are first needed and stay until it is unloaded. */
export class CachedModel {
  lastUsed = Date.now();
  /** jobs that hold it; an idle model has none */
  holders = 0;
  #tokens: Promise<TextTokenizer> | null = null;
  readonly #sessions = new Map<string, Session>();
  /** null when the graphs do not allow it */
  #steps: BufferedSessions | null | undefined;
  readonly #inspections = new Map<string, AttentionSession>();
  readonly #layers = new Map<AttentionPart, LayerSession>();
  readonly #lenses = new Map<AttentionPart, LensSession>();
  /** what it is loaded for, each with sessions of its own: its task, states beside logits, attention of a part */
  readonly #purposes = new Set<string>();
  #need: Promise<number> | null = null;
  /** bytes of memory that its sessions take, as estimated */
  memory = 0;

  /** @param makeRoom called before sessions are loaded, with what they will take @throws GlassboxError `out-of-memory` */
  constructor(
    readonly folder: ModelFolder,
    private readonly threads: number,
    private readonly makeRoom: (model: CachedModel, more: number) => Promise<void> = async () => {},
  ) {}

  /** The same model by other graphs: whoever asks for it lets it go. */
  like(folder: ModelFolder): CachedModel {
    return new CachedModel(folder, this.threads, this.makeRoom);
  }

  /** of the graphs in memory */
  get inMemory(): boolean {
    return this.#sessions.size > 0;
  }

  async tokenizer(): Promise<TextTokenizer> {
    this.#tokens ??= loadTokenizer(this.folder.base ?? this.folder.info.folder);
    try {
      return await this.#tokens;
    } catch (error) {
      this.#tokens = null;
      throw error;
    }
  }

  /**
   * The sessions of these graphs, loaded one after another.
   * @param onFraction share of the files that is loaded, 0 to 1; not called when all are there
   * @param withHidden with the last hidden state as one more output: sessions of their own, loaded only when needed
   * @throws GlassboxError `model-broken`, `out-of-memory`
   */
  async loadSessions<Role extends keyof GraphFiles>(
    roles: readonly (readonly [Role, lookedFor: string])[],
    onFraction: (fraction: number) => void | Promise<void>,
    withHidden = false,
  ): Promise<Record<Role, Session>> {
    const key = (role: Role) => (withHidden ? `${role} with hidden state` : role);
    const files = roles.map(([role, lookedFor]) => [role, requireGraphFile(this.folder, role, lookedFor)] as const);
    const missing = files.filter(([role]) => !this.#sessions.has(key(role)));
    if (missing.length > 0) await this.#reserve(withHidden ? 'states' : TASK);
    for (const [index, [role, file]] of missing.entries()) {
      await onFraction(index / missing.length);
      const graph = withHidden ? await editedGraph(file, exposeHiddenState) : file;
      this.#sessions.set(key(role), await createSession(graph, threadCount(this.threads)));
    }
    if (missing.length > 0) await onFraction(1);
    return Object.fromEntries(files.map(([role]) => [role, this.#sessions.get(key(role))])) as Record<Role, Session>;
  }

  /**
   * The decoder's step with buffers for its keys and values: written so from weights, or rewritten when the graphs are as
   * the known exporters write them.
   * @param step the graph that reads a past; `source` that of the one that reads an encoder's states
   * @param isWritten with buffers
   * @param onFraction as for `loadSessions`
   * @throws GlassboxError `out-of-memory`
   */
  async loadBufferedStep(
    { step, source, isWritten }: { step: GraphSource; source: GraphSource | null; isWritten: boolean },
    onFraction: (fraction: number) => Promise<void>,
  ): Promise<BufferedSessions | null> {
    if (this.#steps !== undefined) return this.#steps;
    await this.#reserve(TASK);
    await onFraction(0);
    const load = isWritten ? loadWrittenSessions : loadBufferedSessions;
    this.#steps = await load(step, source, threadCount(this.threads));
    if (this.#steps) this.#sessions.set('buffered step', this.#steps.step);
    if (this.#steps?.source) this.#sessions.set('source', this.#steps.source);
    await onFraction(1);
    return this.#steps;
  }

  /**
   * A part of the model as a graph to look into, loaded when it is first asked for.
   * @param onFraction as for `loadSessions`
   * @throws GlassboxError `model-broken` with what was looked for, `out-of-memory`
   */
  openAttentionSession(
    part: AttentionPart,
    reading: AttentionReading,
    onFraction: (fraction: number) => Promise<void>,
  ): Promise<AttentionSession> {
    const key = `${part} for ${reading}`;
    return this.#openOnce(this.#inspections, key, key, onFraction, () => {
      const { what, width } = attentionGraphSource(this.folder, part, reading);
      return loadAttentionSession(what, width, threadCount(this.threads));
    });
  }

  /** The states between a part's layers, as `openAttentionSession`. @throws GlassboxError `model-broken`, `out-of-memory` */
  openLayerSession(
    part: AttentionPart,
    onFraction: (fraction: number) => Promise<void>,
  ): Promise<LayerSession> {
    return this.#openOnce(this.#layers, part, `${part} by layers`, onFraction, () => {
      const { what, width } = graphOfPart(this.folder, part);
      return loadLayerSession(what, width, threadCount(this.threads));
    });
  }

  /**
   * What is behind a part's last state, as `openAttentionSession`. The two of a part have together what the part has.
   * @param width of the states
   * @throws GlassboxError `model-broken`, `out-of-memory`
   */
  openLensSession(
    part: AttentionPart,
    width: number,
    onFraction: (fraction: number) => Promise<void>,
  ): Promise<LensSession> {
    return this.#openOnce(this.#lenses, part, `${part} by layers`, onFraction, () =>
      loadLensSession(graphOfPart(this.folder, part).what, width, threadCount(this.threads)),
    );
  }

  /** What is known by this key, or is loaded under it. @param purpose what room is made for, once */
  async #openOnce<Key extends string, Opened extends { session: Session }>(
    known: Map<Key, Opened>,
    key: Key,
    purpose: string,
    onFraction: (fraction: number) => Promise<void>,
    load: () => Promise<Opened>,
  ): Promise<Opened> {
    if (!known.has(key)) {
      await this.#reserve(purpose, this.folder.info.architecture === 'encoder-decoder' ? 0.5 : 1);
      await onFraction(0);
    }
    // Another job may have loaded it meanwhile.
    const found = known.get(key);
    if (found) return found;
    const made = await load();
    known.set(key, made);
    this.#sessions.set(`${purpose}, ${this.#sessions.size}`, made.session);
    await onFraction(1);
    return made;
  }

  /**
   * Bytes of memory that the model takes for a task, as estimated. Its attention, or states beside logits, take about as
   * much again: onnxruntime packs the matrices of each session for itself.
   */
  need(): Promise<number> {
    return (this.#need ??= memoryOf(this.folder));
  }

  /** Has room made for what a purpose takes, once. @param share of what the whole model takes */
  async #reserve(purpose: string, share = 1): Promise<void> {
    if (this.#purposes.has(purpose)) return;
    const more = share * (await this.need());
    await this.makeRoom(this, more);
    if (this.#purposes.has(purpose)) return;
    this.#purposes.add(purpose);
    this.memory += more;
  }

  async release(): Promise<void> {
    this.#purposes.clear();
    this.memory = 0;
    this.#steps = undefined;
    for (const opened of [this.#inspections, this.#layers, this.#lenses]) opened.clear();
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    for (const session of sessions) await session.release();
  }
}

/**
 * The models in memory, each once; loaded when a job asks for one, and unloaded when idle for long or when another needs the
 * room.
 */
export class ModelCache {
  readonly #loaded = new Map<string, CachedModel>();

  /** @param memoryLimit bytes that models may have in memory together */
  constructor(
    private readonly registry: ModelRegistry,
    private readonly threads: number,
    readonly memoryLimit: number,
    private readonly onChange: () => void = () => {},
  ) {}

  /** Gets the model for a job that calls `release` when it is done. @throws GlassboxError `unknown-model`, `model-broken` */
  async acquire(reference: string): Promise<CachedModel> {
    const folder = await this.registry.find(reference);
    const key = folder.weights ?? folder.info.folder;
    let model = this.#loaded.get(key);
    if (!model) {
      model = new CachedModel(folder, this.threads, this.#makeRoom);
      this.#loaded.set(key, model);
    }
    model.holders += 1;
    // In another precision it was loaded before its weights were made 8 bit.
    await this.unload((other) => other !== model && other.folder.info.folder === folder.info.folder);
    return model;
  }

  release(model: CachedModel): void {
    model.holders -= 1;
    model.lastUsed = Date.now();
    this.onChange();
    // What was loaded beyond the limit while others were held goes as soon as it can.
    if (model.holders === 0) void this.#unloadOldest(() => this.#inUse() > this.memoryLimit);
  }

  /**
   * Unloads idle models, the least recently used first, until one more fits. Those that jobs hold stay: a job that was
   * interrupted waits for the lease of the one that loads, so that waiting for it would never end. Then, and for what a model
   * is asked beside its task, it is loaded all the same, and the limit holds again when the jobs are done.
   * @throws GlassboxError `out-of-memory` for a model that would not fit if it were alone; nothing is unloaded for it
   */
  readonly #makeRoom = async (model: CachedModel, more: number): Promise<void> => {
    const needed = await model.need();
    if (needed > this.memoryLimit) throw tooLarge(model.folder.info.id, needed, this.memoryLimit);
    await this.#unloadOldest(() => this.#inUse() + more > this.memoryLimit);
  };

  /** Unloads idle models, the least recently used first, while there is too little room. */
  async #unloadOldest(isFull: () => boolean): Promise<void> {
    while (isFull()) {
      const idle = [...this.#loaded.values()].filter(({ holders, inMemory }) => holders === 0 && inMemory);
      const [oldest] = idle.sort((one, other) => one.lastUsed - other.lastUsed);
      if (!oldest) return;
      await this.unload((other) => other === oldest);
    }
  }

  #inUse(): number {
    return [...this.#loaded.values()].reduce((sum, { memory }) => sum + memory, 0);
  }

  list(): LoadedModel[] {
    return [...this.#loaded.values()]
      .filter((model) => model.inMemory)
      .map(({ folder: { info }, memory, lastUsed }) => ({
        ...{ id: info.id, bytes: info.bytes, memory, lastUsed },
        ...(info.precision && { precision: info.precision }),
      }));
  }

  /** Unloads the models that no job holds and that `which` names. @returns their ids */
  async unload(which: (model: CachedModel) => boolean): Promise<string[]> {
    const gone: string[] = [];
    for (const [key, model] of this.#loaded) {
      if (model.holders > 0 || !which(model)) continue;
      this.#loaded.delete(key);
      if (model.inMemory) gone.push(model.folder.info.id);
      await model.release();
    }
    if (gone.length > 0) this.onChange();
    return gone;
  }
}

function tooLarge(id: string, needed: number, limit: number): GlassboxError {
  const [need, most] = [needed, limit].map((bytes) => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`);
  const message = `${id} needs about ${need} of memory, and models may have ${most}. Take a smaller model or form of it, or raise ${LIMIT_SETTING}.`;
  return new GlassboxError('out-of-memory', message, {
    details: { kind: 'memory', model: id, needed, limit, setting: LIMIT_SETTING },
  });
}
