import * as vscode from 'vscode';
import { GlassboxError, toErrorValue } from '../../../protocol/engine/index.js';
import { folderName } from '../../../hub/index.js';
import type {
  HubModel,
  InstalledModel,
  InstallProgress,
  Store,
  Variant,
  VerifyReport,
  WorkOptions,
} from '../../../hub/index.js';

/** What is done to a model. */
export type WorkKind = 'install' | 'copy' | 'verify' | 'repair';

/**
 * `running`: here; `elsewhere`: another window is at it; `stopped`: by the user, or with a window that is gone; `failed`:
 * its error says why.
 */
export type WorkState = 'running' | 'elsewhere' | 'stopped' | 'failed';

/** A work on a model: how far it is, or how far it was when it ended. */
export interface ModelWork {
  readonly kind: WorkKind;
  /** of the model's folder in the store */
  readonly name: string;
  readonly id: string;
  readonly variant: string;
  readonly state: WorkState;
  /** bytes that are there, and all */
  readonly received: number;
  readonly total: number;
  /** while it is running */
  readonly progress: InstallProgress | null;
  /** why it failed */
  readonly error: unknown;
}

interface Run {
  work: ModelWork;
  controller: AbortController;
  /** what becomes of it when it was aborted */
  isDropped: boolean;
  ended: Promise<unknown>;
}

/** What a work is of. */
type Subject = Pick<ModelWork, 'kind' | 'name' | 'id' | 'variant' | 'total'>;

/**
 * The works on models in this window: installs, copies and checks, each by itself and able to be stopped. What another
 * window is at, and what was stopped, is read from the store; nothing is begun again by itself.
 */
export class ModelInstalls {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #runs = new Map<string, Run>();
  /** those that do not run here */
  #others = new Map<string, ModelWork>();
  /** how a work that failed is done again */
  readonly #again = new Map<string, (options: WorkOptions) => Promise<InstalledModel>>();

  readonly onDidChange = this.#changed.event;

  /** @param store that of now: it may be moved */
  constructor(private readonly store: () => Promise<Store>) {}

  /** Those that run first, each group by name. */
  all(): ModelWork[] {
    const running = [...this.#runs.values()].map(({ work }) => work);
    const others = [...this.#others.values()].filter(({ name }) => !this.#runs.has(name));
    const byName = (one: ModelWork, other: ModelWork) => (one.id < other.id ? -1 : 1);
    return [...running.sort(byName), ...others.sort(byName)];
  }

  isRunning(name: string): boolean {
    return this.#runs.has(name);
  }

  /** Reads again what is not finished. */
  async refresh(): Promise<void> {
    const unfinished = await (await this.store()).unfinished();
    const before = this.#others;
    this.#others = new Map(
      unfinished.map(({ id, name, variant, received, total, isActive }) => {
        const failed = isActive ? undefined : before.get(name);
        const isFailed = failed?.state === 'failed';
        const state: WorkState = isActive ? 'elsewhere' : isFailed ? 'failed' : 'stopped';
        const error = isFailed ? failed.error : null;
        return [name, { kind: 'install', name, id, variant, state, received, total, progress: null, error }];
      }),
    );
    // One that failed before anything had come has left nothing in the store.
    for (const [name, work] of before) {
      if (work.state === 'failed' && !this.#others.has(name)) this.#others.set(name, work);
    }
    this.#changed.fire();
  }

  /** @returns null where it was stopped. @throws what the store throws; `storeBusy` where one runs already */
  install(model: HubModel, variant: Variant): Promise<InstalledModel | null> {
    const subject = { kind: 'install', name: folderName(model.id), id: model.id, variant: variant.name } as const;
    const again = async (options: WorkOptions) => (await this.store()).install(model, variant, options);
    return this.#begin({ ...subject, total: variant.bytes }, again);
  }

  /** Copies a model's folder. @param id as it is shown until it is known. As `install` */
  installFolder(folder: string, id: string): Promise<InstalledModel | null> {
    const again = async (options: WorkOptions) => (await this.store()).installFolder(folder, options);
    return this.#begin({ kind: 'copy', name: folderName(id), id, variant: '', total: 0 }, again);
  }

  /** Goes on with what was stopped or failed. As `install` */
  resume(name: string): Promise<InstalledModel | null> {
    const work = this.#others.get(name);
    if (!work) return Promise.resolve(null);
    const again =
      this.#again.get(name) ?? (async (options: WorkOptions) => (await this.store()).resume(name, options));
    return this.#begin(work, again);
  }

  /** Reads a model's files again. @returns null where it was stopped. @throws as `install` */
  async verify(model: InstalledModel, repair: boolean): Promise<VerifyReport | null> {
    const { name, id, variant, bytes } = model;
    const subject = { kind: repair ? 'repair' : 'verify', name, id, variant, total: bytes } as const;
    return this.#run(subject, async (options) => (await this.store()).verify(name, repair, options));
  }

  /** Stops a work; what has come stays. Settles when it has stopped. */
  async pause(name: string): Promise<void> {
    await this.#stop(name, false);
  }

  /** Stops an install and removes what had come. Settles when all is gone. */
  async cancel(name: string): Promise<void> {
    await this.#stop(name, true);
  }

  /** Removes what a stopped install had. @throws GlassboxError `storeBusy` */
  async discard(name: string): Promise<void> {
    await (await this.store()).discard(name);
    this.#others.delete(name);
    this.#again.delete(name);
    this.#changed.fire();
  }

  /** Stops all that runs here; what has come stays. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#runs.keys()].map((name) => this.pause(name)));
    this.#changed.dispose();
  }

  async #stop(name: string, isDropped: boolean): Promise<void> {
    const run = this.#runs.get(name);
    if (!run) return;
    run.isDropped ||= isDropped;
    run.controller.abort();
    await run.ended.catch(() => {});
  }

  async #begin(
    subject: Subject,
    again: (options: WorkOptions) => Promise<InstalledModel>,
  ): Promise<InstalledModel | null> {
    this.#again.set(subject.name, again);
    const installed = await this.#run(subject, again);
    if (installed !== null) this.#again.delete(subject.name);
    return installed;
  }

  async #run<T>(subject: Subject, task: (options: WorkOptions) => Promise<T>): Promise<T | null> {
    const { name, id } = subject;
    if (this.#runs.has(name)) {
      throw new GlassboxError('bad-request', `${id} is being worked on.`, {
        details: { kind: 'storeBusy', model: id },
      });
    }
    const received = this.#others.get(name)?.received ?? 0;
    const work: ModelWork = { ...subject, state: 'running', received, progress: null, error: null };
    const run: Run = { work, controller: new AbortController(), isDropped: false, ended: Promise.resolve() };
    this.#runs.set(name, run);
    const onProgress = (progress: InstallProgress) => {
      const { done, total } = progress;
      run.work = { ...run.work, progress, received: done, total };
      this.#changed.fire();
    };
    const result = task({ onProgress, signal: run.controller.signal }).then(
      (value) => this.#succeeded(run, value),
      (error: unknown) => this.#ended(run, error),
    );
    run.ended = result;
    this.#changed.fire();
    return result;
  }

  #succeeded<T>({ work: { name } }: Run, value: T): T {
    this.#runs.delete(name);
    this.#others.delete(name);
    this.#changed.fire();
    return value;
  }

  async #ended(run: Run, error: unknown): Promise<null> {
    const { work, controller, isDropped } = run;
    const isStopped = controller.signal.aborted || toErrorValue(error).code === 'cancelled';
    const isInstall = work.kind === 'install' || work.kind === 'copy';
    try {
      if (isStopped && isDropped && isInstall) await (await this.store()).discard(work.name);
      if (isStopped) this.#others.delete(work.name);
      else if (isInstall) this.#others.set(work.name, { ...work, state: 'failed', progress: null, error });
    } finally {
      this.#runs.delete(work.name);
      await this.refresh().catch(() => this.#changed.fire());
    }
    if (isStopped) return null;
    throw error;
  }
}
