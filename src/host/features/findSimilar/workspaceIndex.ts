import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import {
  GlassboxError,
  toErrorValue,
  type BuildIndexValue,
  type IndexStateValue,
} from '../../../protocol/engine/index.js';
import type { Services } from '../../core/services.js';
import { indexedFolders } from './indexedFolders.js';
import { ProgressFollower, type IndexProgress } from './indexProgress.js';

/** Saved files are gathered for so long before the index is brought up to date, in milliseconds. */
const UPDATE_AFTER = 1000;

const KILO = 1000;

/** What was stopped ends its last batch before it lets go of the index: so often it is asked again, and after how many milliseconds. */
const PATIENCE = { tries: 50, pause: 200 };

/** What is known of the workspace's index. */
export interface IndexKnown {
  /** null: there is none on the disk, or it was not looked at */
  state: IndexStateValue | null;
  /** null: nothing is being made */
  work: IndexProgress | null;
  /** what the last making in this window told */
  made: BuildIndexValue | null;
  /** why it could not be brought up to date by itself; null: it could */
  failure: string | null;
}

/**
 * The index of the workspace's files. The engine makes it, behind all other work; it is kept in the extension's own folder for
 * this workspace, and the workspace's files are only read.
 */
export class WorkspaceIndex implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  #known: IndexKnown = { state: null, work: null, made: null, failure: null };
  #making: Promise<BuildIndexValue> | null = null;
  #abort: AbortController | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;

  readonly onDidChange = this.#changed.event;

  /** @param folder where it is kept; undefined where no workspace is open */
  constructor(
    private readonly services: Pick<Services, 'engine' | 'settings' | 'log'>,
    readonly folder: vscode.Uri | undefined,
  ) {}

  get known(): IndexKnown {
    return this.#known;
  }

  /** Whether there is something on the disk that could be searched. */
  get isThere(): boolean {
    const { state } = this.#known;
    return state !== null && state.state !== 'none';
  }

  /** Looks at what there is on the disk. No engine is started for a folder that is not there. */
  async refresh(): Promise<void> {
    if (this.folder === undefined) return;
    const isThere = await vscode.workspace.fs.stat(this.folder).then(
      () => true,
      () => false,
    );
    const { engine, settings } = this.services;
    const params = { model: settings.get('findSimilar.model'), index: this.folder.fsPath };
    const state = isThere ? await engine.call('indexState', params) : null;
    this.#tell({ state: state?.state === 'none' ? null : state });
  }

  /** The same where nobody asked for it: what goes wrong stands in the log, and is told by who uses the index. */
  async look(): Promise<void> {
    await this.refresh().catch((error: unknown) => this.services.log.warn(`index: ${toErrorValue(error).message}`));
  }

  /**
   * Makes the index, or brings it up to date; what is being made already is waited for.
   * @throws GlassboxError of the engine; `cancelled` where it was stopped, and what was made until then is kept
   */
  make(): Promise<BuildIndexValue> {
    this.#isStopped = false;
    return (this.#making ??= this.#make().finally(() => (this.#making = null)));
  }

  /** Stops what is being made. What was made is kept, and the next time goes on from there. */
  stop(): void {
    this.#isStopped = true;
    this.#abort?.abort();
  }

  /** Makes all of it anew. @throws GlassboxError as `make` */
  async remake(): Promise<BuildIndexValue> {
    await this.remove();
    return this.make();
  }

  /** Throws it away. @returns bytes that this frees */
  async remove(): Promise<number> {
    if (this.folder === undefined) return 0;
    this.stop();
    await this.#making?.catch(() => undefined);
    const index = this.folder.fsPath;
    const { bytes } = await patiently(() => this.services.engine.call('removeIndex', { index }));
    this.#tell({ state: null, made: null, failure: null });
    return bytes;
  }

  /** A file has changed: an index that is whole is brought up to date soon. */
  fileChanged(): void {
    if (this.#isStopped || !this.services.settings.get('findSimilar.updateOnSave')) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#update();
    }, UPDATE_AFTER);
  }

  dispose(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#changed.dispose();
  }

  /** Nobody waits for it: what goes wrong stands in the view and in the log. */
  async #update(): Promise<void> {
    try {
      // What is being made now may have read the file before it was changed.
      await this.#making?.catch(() => undefined);
      if (this.#known.state === null) await this.refresh();
      if (this.#known.state?.state === 'whole' && !this.#isStopped) await this.make();
    } catch (error) {
      const { code, message } = toErrorValue(error);
      if (code === 'cancelled') return;
      this.services.log.warn(`index: ${code}: ${message}`);
      this.#tell({ failure: message });
    }
  }

  async #make(): Promise<BuildIndexValue> {
    const { engine, settings } = this.services;
    const indexed = indexedFolders();
    if (this.folder === undefined || indexed.kind !== 'folders') {
      throw new GlassboxError('bad-request', 'There is no folder to make an index of.', {
        details: { kind: 'nothingToSearch' },
      });
    }
    const abort = new AbortController();
    this.#abort = abort;
    const follower = new ProgressFollower();
    this.#tell({ work: { stage: 'looking', done: 0, total: 0, secondsLeft: null }, failure: null });
    const params = {
      model: settings.get('findSimilar.model'),
      index: this.folder.fsPath,
      folders: indexed.folders,
      exclude: indexed.exclude,
      maxFileBytes: settings.get('findSimilar.maxFileSize') * KILO,
    };
    try {
      const made = await patiently(() =>
        engine.call(
          'buildIndex',
          params,
          {
            priority: 'background',
            onProgress: (progress) => {
              if (progress.kind === 'index' && !abort.signal.aborted) {
                this.#tell({ work: follower.next(progress, performance.now()) });
              }
            },
          },
          abort.signal,
        ),
      );
      this.#tell({ made });
      return made;
    } finally {
      this.#abort = null;
      await this.look();
      this.#tell({ work: null });
    }
  }

  #tell(known: Partial<IndexKnown>): void {
    this.#known = { ...this.#known, ...known };
    this.#changed.fire();
  }
}

/** Asks again while the index is still held by what was stopped a moment ago. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries === PATIENCE.tries || toErrorValue(error).details?.kind !== 'storeBusy') throw error;
      await sleep(PATIENCE.pause);
    }
  }
}
