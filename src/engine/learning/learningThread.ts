import { SHARE_ENV, Worker } from 'node:worker_threads';
import {
  createMessageConnection,
  PortMessageReader,
  PortMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import {
  GlassboxError,
  wire,
  type CallOptions,
  type EngineOptions,
  type EngineState,
  type MethodName,
  type Params,
  type Values,
  type WireBegun,
} from '../../protocol/engine/index.js';
import { RpcCalls } from '../../protocol/engine/rpcCalls.js';
import { coded } from '../faults.js';

/**
 * A thread with an engine of its own. It ends by itself when it is asked to, between two steps: one that is ended while
 * onnxruntime runs takes the process with it.
 */
export class LearningThread {
  readonly #connection: MessageConnection;
  readonly #calls: RpcCalls;
  #open = 0;
  #fault: GlassboxError | null = null;
  /** what it is doing, as it was last told */
  state: EngineState | null = null;

  /** @param script that serves an engine when it is run as a thread */
  constructor(script: string, options: EngineOptions, onState: () => void) {
    // onnxruntime reads the environment itself, which has to be the process's.
    const worker = new Worker(script, { env: SHARE_ENV });
    this.#connection = createMessageConnection(new PortMessageReader(worker), new PortMessageWriter(worker));
    this.#calls = new RpcCalls(this.#connection);
    this.#connection.onNotification(wire.begun, (begun: WireBegun) => this.#calls.begun(begun));
    this.#connection.onNotification(wire.state, (state: EngineState) => {
      this.state = state;
      onState();
    });
    // Its `exit` follows.
    worker.once('error', (error) => (this.#fault ??= coded(error)));
    worker.once('exit', (status) => this.#ended(status));
    this.#connection.onError(() => {});
    this.#connection.listen();
    this.#tell(wire.configure, options);
  }

  /** Whether it can be asked. */
  get isAlive(): boolean {
    return this.#fault === null;
  }

  /** Whether calls are open. */
  get isAsked(): boolean {
    return this.#open > 0;
  }

  /** @throws GlassboxError its engine's; what ended the thread, where it ended by a fault of its own */
  async call<M extends MethodName>(
    method: M,
    params: Params<M>,
    options: CallOptions = {},
    signal?: AbortSignal,
  ): Promise<Values[M]> {
    this.#open += 1;
    try {
      return (await this.#calls.call(method, params, options, signal)) as Values[M];
    } catch (error) {
      throw this.#fault ?? error;
    } finally {
      this.#open -= 1;
    }
  }

  /** Has it wait before its next step, or go on. */
  wait(waits: boolean): void {
    this.#tell(wire.wait, waits);
  }

  /** Nothing more is asked of it. */
  end(): void {
    this.#tell(wire.end);
  }

  #tell(notification: string, value?: unknown): void {
    // Of one that has ended nothing is expected.
    if (this.isAlive) void this.#connection.sendNotification(notification, value).catch(() => {});
  }

  #ended(status: number): void {
    this.#fault ??= new GlassboxError('internal', `The thread that trains models ended (exit status ${status}).`);
    this.#connection.dispose();
  }
}
