import {
  GlassboxError,
  throwIfCancelled,
  type CallOptions,
  type EngineState,
  type MethodName,
  type Params,
  type Values,
} from '../../protocol/engine/index.js';
import type { EngineService, Silence } from '../core/services.js';
import { CrashGuard } from './crashGuard.js';
import { Emitter } from './emitter.js';
import type { Channel } from './channel.js';
import type * as ProcessModule from './engineProcess.js';

/** A process that does not end when asked is killed after this. */
const GRACE_MS = 2000;

type EngineProcess = ProcessModule.EngineProcess;

interface OpenCall {
  /** null for a method that needs none */
  model: string | null;
  /** a user waits for it */
  awaited: boolean;
  began: boolean;
  fail(error: GlassboxError): void;
}

/** How the engine is started, and what it is asked by. */
export interface EngineLaunch extends ProcessModule.ProcessLaunch {
  /** what keeps a call from being made with the models that it names; none when left out */
  refusal?(params: object): GlassboxError | null;
}

/**
 * The engine in a process of its own. It starts on the first call and again on the next call after it died. Every call
 * settles: with a value, or with a coded error, also when the process dies or does not listen.
 */
export class EngineClient implements EngineService {
  #running: EngineProcess | null = null;
  /** those that ended by themselves */
  readonly #ended = new WeakSet<EngineProcess>();
  readonly #open = new Set<OpenCall>();
  readonly #deaths = new CrashGuard();
  readonly #stateEmitter = new Emitter<EngineState | null>();
  #idleTimer: NodeJS.Timeout | null = null;
  #current: EngineState | null = null;
  #lastFailure: string | number | null = null;
  #silentFor: number | null = null;
  #disposed = false;
  /** the process runs with options that have changed since */
  #outdated = false;

  readonly onDidChangeState = this.#stateEmitter.event;

  constructor(private readonly launch: EngineLaunch) {}

  get state(): EngineState | null {
    return this.#current;
  }

  get failure(): string | number | null {
    return this.#lastFailure;
  }

  get silence(): Silence | null {
    if (this.#silentFor === null) return null;
    return { seconds: this.#silentFor, waiting: [...this.#open].filter(({ awaited }) => awaited).length };
  }

  /** @throws GlassboxError with the engine's code, `cancelled`, `not-trusted`, or `engine-died` */
  async call<M extends MethodName>(
    method: M,
    params: Params<M>,
    options: CallOptions = {},
    signal?: AbortSignal,
  ): Promise<Values[M]> {
    const refusal = this.launch.refusal?.(params);
    if (refusal) throw refusal;
    // Not read at activation, like all that only a call needs.
    const { METHOD_TASKS, priorityOf } = await import('../../protocol/engine/methodTable.js');
    const task = METHOD_TASKS[method];
    const unnamed = `the default model of ${method}`;
    // Where no model serves, none is to blame for the end, and the call is never refused.
    const model = task === null ? null : ('model' in params && params.model) || unnamed;
    for (;;) {
      throwIfCancelled(signal);
      if (model !== null) this.#deaths.throwIfCrashing(model);
      // With JSON-RPC it is half of the extension's code: not loaded at activation.
      const { EngineProcess } = await import('./engineProcess.js');
      throwIfCancelled(signal);
      if (this.#disposed)
        throw new GlassboxError('engine-died', 'The engine was shut down with the extension.', {
          details: { kind: 'shutDown' },
        });
      const fresh = this.#running === null;
      const running = (this.#running ??= this.#start(EngineProcess));
      const priority = priorityOf(method, options.priority);
      const awaited = priority === 'interactive';
      const entry: OpenCall = { model, awaited, began: false, fail: () => {} };
      try {
        const value = await this.#ask(running.channel, entry, method, params, { ...options, priority }, signal);
        // Where no graph ran, that it works says nothing of a model that kills the process.
        if (model !== null && (task?.runsGraph || model === unnamed)) this.#deaths.recordSuccess(model);
        this.#forgetFailure();
        return value;
      } catch (error) {
        // A process that was at its end already never came to this call: the next one does.
        if (fresh || entry.began || !this.#ended.has(running)) throw error;
      }
    }
  }

  async #ask<M extends MethodName>(
    channel: Channel,
    entry: OpenCall,
    method: M,
    params: Params<M>,
    options: CallOptions,
    signal?: AbortSignal,
  ): Promise<Values[M]> {
    const ended = new AbortController();
    const settledElsewhere = new Promise<never>((_, reject) => (entry.fail = reject));
    // A blocked engine answers late; the user is free at once.
    const onAbort = () => {
      ended.abort();
      entry.fail(new GlassboxError('cancelled', 'The run was cancelled.'));
    };
    this.#open.add(entry);
    this.#callsChanged();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      const onBegin = () => void (entry.began = true);
      const answer = channel.call(method, params, { ...options, onBegin }, ended.signal) as Promise<Values[M]>;
      return await Promise.race([answer, settledElsewhere]);
    } finally {
      this.#open.delete(entry);
      signal?.removeEventListener('abort', onAbort);
      this.#callsChanged();
    }
  }

  async restart(): Promise<void> {
    // To have to end it was as good as a death: else a model that hangs would be taken up again for ever.
    if (this.#silentFor === null) this.#deaths.clear();
    else this.#blame();
    this.#forgetFailure();
    await this.#stop(
      new GlassboxError('engine-died', 'The engine was restarted. Run the command again.', {
        details: { kind: 'restarted' },
      }),
    );
  }

  renew(): void {
    this.#outdated = this.#running !== null;
    this.#waitForIdle();
  }

  /** Ends the process for good. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    if (this.#idleTimer) clearTimeout(this.#idleTimer);
    await this.#stop(
      new GlassboxError('engine-died', 'The engine was shut down with the extension.', {
        details: { kind: 'shutDown' },
      }),
    );
    this.#stateEmitter.dispose();
  }

  #start(Process: typeof ProcessModule.EngineProcess): EngineProcess {
    this.#outdated = false;
    const running: EngineProcess = new Process(this.launch, {
      onState: (state) => this.#setState(state),
      onSilence: (seconds) => this.#running === running && this.#setSilence(seconds),
      onExit: (how) => this.#running === running && this.#died(running, how),
    });
    return running;
  }

  #died(running: EngineProcess, how: string | number): void {
    const told = typeof how === 'number' ? `exit status ${how}` : how;
    this.#running = null;
    this.#ended.add(running);
    this.#silentFor = null;
    const victims = [...this.#open];
    if (victims.length > 0) {
      this.#blame();
      this.#lastFailure = how;
      this.launch.log(`engine: ended with ${told} during ${victims.length} call(s)`);
      const message = `The engine's process ended (${told}). It starts again with the next command.`;
      const error = new GlassboxError('engine-died', message, { details: { kind: 'exit', how } });
      victims.forEach((call) => call.fail(error));
    } else {
      this.launch.log(`engine: ended with ${told}`);
    }
    this.#setState(null);
  }

  /** Counts a death on what was at work. */
  #blame(): void {
    const begun = new Set([...this.#open].filter(({ began }) => began).map((call) => call.model));
    const atWork = this.#current?.model ?? null;
    // Where several have begun, the one at work is to blame; and where nobody waits for it any more, too.
    const culprits = atWork !== null && (begun.has(atWork) || begun.size === 0) ? [atWork] : [...begun];
    for (const model of culprits) if (model !== null) this.#deaths.recordCrash(model);
  }

  async #stop(reason: GlassboxError): Promise<void> {
    const running = this.#running;
    if (!running) return;
    this.#running = null;
    this.launch.log(`engine: process ${running.pid} is ended`);
    [...this.#open].forEach((call) => call.fail(reason));
    const grace = this.#silentFor === null ? GRACE_MS : 0;
    this.#silentFor = null;
    running.heartbeat.stop();
    this.#setState(null);
    await running.end(grace);
  }

  #callsChanged(): void {
    this.#running?.heartbeat.expect(this.#open.size > 0);
    // However long a call takes, the engine is not idle meanwhile.
    this.#waitForIdle();
  }

  /**
   * Ends the process after the idle time, since only that gives all its memory back; at once when its options have
   * changed. Never during a call.
   */
  #waitForIdle(): void {
    if (this.#idleTimer) clearTimeout(this.#idleTimer);
    this.#idleTimer = null;
    if (this.#open.size > 0 || !this.#running) return;
    if (this.#outdated) {
      this.launch.log('engine: its settings have changed');
      void this.#stop(
        new GlassboxError('engine-died', 'The engine was ended with its settings changed.', {
          details: { kind: 'shutDown' },
        }),
      );
      return;
    }
    const { idleMinutes } = this.launch.options();
    if (idleMinutes <= 0) return;
    this.#idleTimer = setTimeout(() => {
      this.launch.log('engine: idle, its process is ended');
      void this.#stop(
        new GlassboxError('engine-died', 'The engine was idle and has ended.', { details: { kind: 'shutDown' } }),
      );
    }, idleMinutes * 60_000);
    this.#idleTimer.unref();
  }

  /** The engine's own state came before the answer, or there is none: who shows the failure must hear that it is over. */
  #forgetFailure(): void {
    if (this.#lastFailure === null) return;
    this.#lastFailure = null;
    this.#setState(this.#current);
  }

  #setSilence(seconds: number | null): void {
    if (this.#silentFor === null) this.launch.log(`engine: no answer for ${seconds} s`);
    if (seconds === null) this.launch.log(`engine: answers again after ${this.#silentFor} s`);
    this.#silentFor = seconds;
    this.#setState(this.#current);
  }

  #setState(state: EngineState | null): void {
    this.#current = state;
    if (!this.#disposed) this.#stateEmitter.fire(state);
  }
}
