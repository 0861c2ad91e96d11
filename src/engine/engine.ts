import os from 'node:os';
import path from 'node:path';
import {
  checkParams,
  GlassboxError,
  isMethodName,
  METHOD_NAMES,
  METHOD_TASKS,
  priorityOf,
  type CallOptions,
  type CheckedParams,
  type Engine,
  type EngineOptions,
  type EngineState,
  type MethodName,
  type Params,
  type Progress,
  type Values,
} from '../protocol/engine/index.js';
import { Thesauri } from './betterWords/thesauri.js';
import { explainFault } from './checkpoint/explainFault.js';
import { coded } from './faults.js';
import { RunGroups } from './scheduling/runGroups.js';
import type { MethodContext } from './methods/shared/methodContext.js';
import { methods } from './methods/index.js';
import { memoryLimit } from './models/memoryNeed.js';
import { ModelRegistry } from './models/registry.js';
import { Model } from './models/model.js';
import { ModelCache, type CachedModel } from './models/cache.js';
import { CopyMaker } from './precision/copyMaker.js';
import { CopyStore } from './precision/copyStore.js';
import type { Searches } from './search/searches.js';
import { ServedModels, type OpenServerAccess } from './served/servedModels.js';
import { versionIn } from './version.js';
import { FREE_LEASE, Scheduler, type Lease } from './scheduling/scheduler.js';

const MINUTE = 60_000;
/** Milliseconds between two reports of the state while a text is written. */
const STATE_INTERVAL = 100;

type Activity = Pick<EngineState, 'phase' | 'model' | 'modelBytes' | 'method' | 'loaded' | 'tokensPerSecond'>;

const IDLE: Activity = {
  phase: 'idle',
  model: null,
  modelBytes: null,
  method: null,
  loaded: null,
  tokensPerSecond: null,
};

/** No embedded model does it: the caller has to name one. */
const modelNeeded = (method: MethodName) =>
  new GlassboxError('bad-request', `${method}: no model that comes with Glassbox does this. Name one that does.`, {
    details: { kind: 'modelNeeded', method },
  });

/** The host keeps what the process says there. */
const logLine = (line: string) => void process.stderr.write(`${line}\n`);

/** Resident bytes; the most there were where the system has no file handle left to tell. */
function memoryInUse(): number {
  try {
    return process.memoryUsage.rss();
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

/** New tokens of a report; null for a report of something else. */
function countTokens(progress: Progress): number | null {
  switch (progress.kind) {
    case 'text':
      return progress.ids.length;
    case 'growth':
      return progress.growth.flatMap(({ sequences }) => sequences).reduce((sum, { steps }) => sum + steps.length, 0);
    case 'load':
    case 'prompt':
    case 'run':
    case 'decodedByServer':
    case 'segment':
    case 'measured':
    case 'index':
    case 'many':
    case 'training':
    case 'pretraining':
    case 'adapting':
      return null;
  }
}

/** The engine in this process: methods, models and their scheduler. The forked child and the console are thin shells of it. */
export class LocalEngine implements Engine {
  readonly #registry: ModelRegistry;
  readonly #cache: ModelCache;
  readonly #served: ServedModels;
  readonly #runGroups = new RunGroups();
  readonly #scheduler = new Scheduler(() => this.#notifyState());
  readonly #thesauri: Thesauri;
  readonly #store: CopyStore | null;
  readonly #copies: CopyMaker | null;
  readonly #idleTimer: NodeJS.Timeout | null = null;
  readonly #embeddedFolder: string;
  #searches: Promise<Searches> | null = null;
  /** for one operator; 0: physical cores less one */
  readonly #threads: number;
  #activity: Activity = IDLE;

  constructor(
    options: EngineOptions,
    private readonly onState: (state: EngineState) => void = () => {},
    servers: OpenServerAccess | null = null,
  ) {
    this.#served = new ServedModels(options.servers ?? [], servers);
    this.#threads = options.threads;
    this.#embeddedFolder = options.embeddedFolder;
    const store = options.storeFolder === undefined ? null : new CopyStore(options.storeFolder);
    this.#store = store;
    this.#registry = new ModelRegistry(options, store && { wish: options.precision ?? 'auto', store });
    this.#thesauri = new Thesauri(options.embeddedFolder);
    const machine = { total: os.totalmem(), constrained: process.constrainedMemory?.() };
    const limit = memoryLimit(options.memoryLimit, machine);
    this.#cache = new ModelCache(this.#registry, options.threads, limit, () => this.#notifyState());
    this.#copies = store && new CopyMaker(store, this.#cache, this.#scheduler, options.threads, logLine);
    if (options.idleMinutes > 0) {
      const limit = options.idleMinutes * MINUTE;
      const unloadIdle = () => this.#cache.unload((model) => Date.now() - model.lastUsed >= limit);
      this.#idleTimer = setInterval(() => void unloadIdle(), Math.min(limit, MINUTE) / 4);
      this.#idleTimer.unref();
    }
  }

  state(): EngineState {
    return {
      ...this.#activity,
      queued: this.#scheduler.queued,
      models: this.#cache.list(),
      memory: memoryInUse(),
      memoryLimit: this.#cache.memoryLimit,
      pid: process.pid,
    };
  }

  /**
   * Runs one method. Parameters are checked, also those of typed callers: console and fork pass on what they were given.
   * @throws GlassboxError, always with a code
   */
  async call<M extends MethodName>(
    method: M,
    params: Params<M>,
    options: CallOptions = {},
    signal?: AbortSignal,
  ): Promise<Values[M]> {
    if (!isMethodName(method)) {
      throw new GlassboxError(
        'bad-request',
        `There is no method ${String(method)}. Methods: ${METHOD_NAMES.join(', ')}.`,
      );
    }
    const checked = checkParams(method, params);
    const work = (lease: Lease) => {
      options.onBegin?.();
      return this.#runMethod(method, checked, lease, options.onProgress ?? (() => {}), signal);
    };
    try {
      // What only looks at the engine neither waits for a lease nor counts as work.
      const isServed = 'model' in checked && typeof checked.model === 'string' && this.#served.has(checked.model);
      // Its results may be put in order by a model here.
      const runsHere = !isServed || ('reranker' in checked && checked.reranker !== undefined);
      // A server works while the models here do.
      if (METHOD_TASKS[method] === null || !runsHere) return await work(FREE_LEASE);
      return await this.#scheduler.run(priorityOf(method, options.priority), work, signal);
    } catch (error) {
      throw coded(error);
    }
  }

  /** Lets nothing go on until a promise settles: its turn comes like that of a question, between two steps. */
  async wait(until: Promise<void>): Promise<void> {
    await this.#scheduler.run('interactive', () => until);
  }

  /** Frees all models. */
  async dispose(): Promise<void> {
    if (this.#idleTimer) clearInterval(this.#idleTimer);
    await this.#copies?.dispose();
    await this.#cache.unload(() => true);
  }

  async #runMethod<M extends MethodName>(
    method: M,
    params: CheckedParams<M>,
    lease: Lease,
    onProgress: (progress: Progress) => void,
    signal?: AbortSignal,
  ): Promise<Values[M]> {
    const held: CachedModel[] = [];
    const task = METHOD_TASKS[method];
    // Not idle when a less urgent job was interrupted for this one and goes on afterwards.
    const before = this.#activity;
    const running = (activity: Partial<Activity>) => {
      const { id = null, bytes = null } = held[0]?.folder.info ?? {};
      this.#activity = { ...IDLE, phase: 'running', method, model: id, modelBytes: bytes, ...activity };
      this.#notifyState();
    };
    let started: number | null = null;
    let told = 0;
    let tokens = 0;
    const report = (progress: Progress) => {
      const made = countTokens(progress);
      if (made !== null) {
        const now = performance.now();
        started ??= now;
        tokens += made;
        const seconds = (now - started) / 1000;
        // Telling the state asks the system for the memory in use: not at every token.
        if (now - told >= STATE_INTERVAL) {
          told = now;
          running({ tokensPerSecond: seconds > 0.05 ? tokens / seconds : null });
        }
      }
      onProgress(progress);
    };
    const context: MethodContext = {
      threads: this.#threads,
      openModel: async (reference = task?.defaultModel ?? undefined) => {
        if (reference === undefined) throw modelNeeded(method);
        await this.#requireHere(reference, method);
        const model = await this.#cache.acquire(reference);
        held.push(model);
        if (task) running({});
        const loading = (fraction: number) => running(fraction < 1 ? { phase: 'loading', loaded: fraction } : {});
        return new Model(model, await model.tokenizer(), lease, report, loading);
      },
      openWriter: async (reference) => (await context.findServed(reference)) ?? context.openModel(reference),
      findServed: async (reference) => (reference === undefined ? null : this.#served.find(reference)),
      findModel: async (reference) => {
        await this.#requireHere(reference, method);
        return this.#registry.find(reference);
      },
      listModels: async () => [...(await this.#registry.list()), ...this.#served.list()],
      state: () => this.state(),
      thesaurus: (language) => this.#thesauri.get(language),
      version: () => versionIn(path.join(this.#embeddedFolder, '../package.json')),
      searches: () => this.#openSearches(),
      pause: (pauseSignal) => lease.yield(pauseSignal),
      openRunGroup: (name) => this.#runGroups.open(name),
      endRun: (job, run) => this.#runGroups.stopRun(job, run),
      unload: (id) => this.#cache.unload((model) => id === undefined || model.folder.info.id === id),
      removeCopies: async (id) => this.#store?.remove((await this.#registry.find(id)).info.folder) ?? 0,
    };
    // What no model serves runs without one.
    if (task?.architectures.length === 0) running({});
    try {
      return await methods[method](context, params, report, signal);
    } catch (error) {
      // The first model is the one that is asked; a second one only advises it.
      const [model] = held;
      throw model?.folder.isCheckpoint ? await explainFault(error, model.folder.info.folder) : error;
    } finally {
      for (const model of held) {
        this.#cache.release(model);
        if (model.inMemory) this.#copies?.want(model.folder);
      }
      if (task) {
        this.#activity = before;
        this.#notifyState();
      }
    }
  }

  /** @throws GlassboxError `wrong-architecture` for a model on a server, which is not looked into */
  async #requireHere(reference: string, method: MethodName): Promise<void> {
    const served = await this.#served.find(reference);
    if (served) throw served.refusal(method);
  }

  /** With the library for words: most sessions search for nothing. */
  #openSearches(): Promise<Searches> {
    return (this.#searches ??= import('./search/searches.js').then(({ Searches }) => new Searches()));
  }

  #notifyState(): void {
    this.onState(this.state());
  }
}
