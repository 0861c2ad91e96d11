import {
  checkParams,
  GlassboxError,
  isMethodName,
  METHOD_NAMES,
  type CallOptions,
  type CheckedParams,
  type Engine,
  type EngineOptions,
  type EngineState,
  type MethodName,
  type Params,
  type Progress,
  type Values,
} from '../protocol/index.js';
import { coded } from './faults.js';
import { Jobs } from './jobs.js';
import type { MethodContext } from './methods/context.js';
import { methods } from './methods/index.js';
import { Catalogue } from './models/catalogue.js';
import { defaultModelId } from './models/folder.js';
import { ModelHandle } from './models/handle.js';
import { ModelStore, type LoadedFolder } from './models/store.js';
import { Turns, type Turn } from './turns.js';

const MINUTE = 60_000;
/** Milliseconds between two reports of the state while a text is written. */
const STATE_INTERVAL = 100;

/** Methods that only look at the engine: they neither wait for a turn nor count as work. */
const UNQUEUED: ReadonlySet<MethodName> = new Set<MethodName>(['models', 'state', 'unload', 'endRun']);

type Activity = Pick<EngineState, 'phase' | 'model' | 'modelBytes' | 'method' | 'loaded' | 'tokensPerSecond'>;

const IDLE: Activity = {
  phase: 'idle',
  model: null,
  modelBytes: null,
  method: null,
  loaded: null,
  tokensPerSecond: null,
};

/** Resident bytes; the most there were where the system has no file handle left to tell. */
function memoryInUse(): number {
  try {
    return process.memoryUsage.rss();
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

/** New tokens of a report; null for a report of something else. */
function tokensIn(progress: Progress): number | null {
  switch (progress.kind) {
    case 'text':
      return progress.ids.length;
    case 'growth':
      return progress.growth.flatMap(({ sequences }) => sequences).reduce((sum, { steps }) => sum + steps.length, 0);
    case 'load':
    case 'prompt':
    case 'run':
    case 'segment':
    case 'measured':
      return null;
  }
}

/** The engine in this process: methods, models and their turns. The forked child and the console are thin shells of it. */
export class LocalEngine implements Engine {
  private readonly catalogue: Catalogue;
  private readonly store: ModelStore;
  private readonly jobs = new Jobs();
  private readonly turns = new Turns(() => this.changed());
  private readonly idleTimer: NodeJS.Timeout | null = null;
  private activity: Activity = IDLE;

  constructor(
    options: EngineOptions,
    private readonly onState: (state: EngineState) => void = () => {},
  ) {
    this.catalogue = new Catalogue(options);
    this.store = new ModelStore(this.catalogue, options.threads, () => this.changed());
    if (options.idleMinutes > 0) {
      const limit = options.idleMinutes * MINUTE;
      const unloadIdle = () => this.store.unload((model) => Date.now() - model.lastUsed >= limit);
      this.idleTimer = setInterval(() => void unloadIdle(), Math.min(limit, MINUTE) / 4);
      this.idleTimer.unref();
    }
  }

  state(): EngineState {
    return {
      ...this.activity,
      queued: this.turns.queued,
      models: this.store.list(),
      memory: memoryInUse(),
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
    const work = (turn: Turn) => {
      options.onBegin?.();
      return this.perform(method, checked, turn, options.onProgress ?? (() => {}), signal);
    };
    try {
      if (UNQUEUED.has(method)) return await work({ pass: () => Promise.resolve() });
      return await this.turns.run(options.priority ?? 'interactive', work, signal);
    } catch (error) {
      throw coded(error);
    }
  }

  /** Frees all models. */
  async dispose(): Promise<void> {
    if (this.idleTimer) clearInterval(this.idleTimer);
    await this.store.unload(() => true);
  }

  private async perform<M extends MethodName>(
    method: M,
    params: CheckedParams<M>,
    turn: Turn,
    onProgress: (progress: Progress) => void,
    signal?: AbortSignal,
  ): Promise<Values[M]> {
    const held: LoadedFolder[] = [];
    const queued = !UNQUEUED.has(method);
    // Not idle when a less urgent job was interrupted for this one and goes on afterwards.
    const before = this.activity;
    const running = (activity: Partial<Activity>) => {
      const { id = null, bytes = null } = held[0]?.folder.info ?? {};
      this.activity = { ...IDLE, phase: 'running', method, model: id, modelBytes: bytes, ...activity };
      this.changed();
    };
    let started: number | null = null;
    let told = 0;
    let tokens = 0;
    const report = (progress: Progress) => {
      const made = tokensIn(progress);
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
      open: async (reference) => {
        const model = await this.store.enter(reference ?? defaultModelId(method));
        held.push(model);
        if (queued) running({});
        const loading = (fraction: number) => running(fraction < 1 ? { phase: 'loading', loaded: fraction } : {});
        return new ModelHandle(model, await model.tokenizer(), turn, report, loading);
      },
      listModels: () => this.catalogue.list(),
      state: () => this.state(),
      openJob: (name) => this.jobs.open(name),
      endRun: (job, run) => this.jobs.end(job, run),
      unload: (id) => this.store.unload((model) => id === undefined || model.folder.info.id === id),
    };
    try {
      return await methods[method](context, params, report, signal);
    } finally {
      for (const model of held) this.store.leave(model);
      if (queued) {
        this.activity = before;
        this.changed();
      }
    }
  }

  private changed(): void {
    this.onState(this.state());
  }
}
