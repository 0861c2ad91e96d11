import {
  METHOD_TASKS,
  type CallOptions,
  type Engine,
  type EngineOptions,
  type EngineState,
  type MethodName,
  type Params,
  type ServerAccess,
  type Values,
} from '../../protocol/engine/index.js';
import { LocalEngine } from '../engine.js';
import { LearningThread } from './learningThread.js';

/**
 * An engine whose models are trained in a thread beside it: a step blocks its thread, and a question is answered meanwhile.
 * Between two steps training waits while anything else is at work, so that both together take no more of the processor than
 * one. The thread is there while it is asked.
 */
export class ThreadedEngine implements Engine {
  readonly #own: LocalEngine;
  #thread: LearningThread | null = null;
  /** calls at work or waiting here */
  #open = 0;

  /** @param script that serves an engine when it is run as a thread */
  constructor(
    private readonly script: string,
    private readonly options: EngineOptions,
    private readonly onState: (state: EngineState) => void = () => {},
    servers: ServerAccess | null = null,
  ) {
    this.#own = new LocalEngine(options, () => this.#notifyState(), servers);
  }

  /** What is done here; where nothing is, what is learnt beside. */
  state(): EngineState {
    const own = this.#own.state();
    const beside = this.#thread?.state;
    if (!beside) return own;
    const queued = own.queued + beside.queued;
    if (own.phase !== 'idle') return { ...own, queued };
    const { phase, model, modelBytes, method, loaded, tokensPerSecond } = beside;
    return { ...own, phase, model, modelBytes, method, loaded, tokensPerSecond, queued };
  }

  async call<M extends MethodName>(
    method: M,
    params: Params<M>,
    options: CallOptions = {},
    signal?: AbortSignal,
  ): Promise<Values[M]> {
    if (METHOD_TASKS[method]?.learns) return this.#learn(method, params, options, signal);
    if (METHOD_TASKS[method]) return this.#before(() => this.#own.call(method, params, options, signal));
    const value = await this.#own.call(method, params, options, signal);
    if (method === 'state') return this.state() as Values[M];
    const isUnknown = method === 'endRun' && !(value as Values['endRun']).ended;
    // The run may be the thread's.
    return isUnknown && this.#thread ? this.#thread.call(method, params, options, signal) : value;
  }

  /** Frees all models; what is learnt goes on to its end. */
  dispose(): Promise<void> {
    return this.#own.dispose();
  }

  async #learn<M extends MethodName>(
    method: M,
    params: Params<M>,
    options: CallOptions,
    signal: AbortSignal | undefined,
  ): Promise<Values[M]> {
    const thread = (this.#thread ??= this.#openThread());
    try {
      return await thread.call(method, params, options, signal);
    } finally {
      if (!thread.isAsked || !thread.isAlive) this.#leave(thread);
    }
  }

  #openThread(): LearningThread {
    const thread = new LearningThread(this.script, this.options, () => this.#notifyState());
    if (this.#open > 0) thread.wait(true);
    return thread;
  }

  /** Lets a thread go, which gives back its memory. */
  #leave(thread: LearningThread): void {
    if (this.#thread !== thread) return;
    this.#thread = null;
    thread.end();
    this.#notifyState();
  }

  /** Works while what is learnt waits. */
  async #before<T>(work: () => Promise<T>): Promise<T> {
    this.#open += 1;
    if (this.#open === 1) this.#thread?.wait(true);
    try {
      return await work();
    } finally {
      this.#open -= 1;
      if (this.#open === 0) this.#thread?.wait(false);
    }
  }

  #notifyState(): void {
    this.onState(this.state());
  }
}
