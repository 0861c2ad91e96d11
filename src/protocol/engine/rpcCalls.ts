import { CancellationTokenSource, ProgressType, ResponseError, type MessageConnection } from 'vscode-jsonrpc/node';
import { fromErrorValue, GlassboxError } from './errors.js';
import { wire, type CallOptions, type WireBegun, type WireCall, type WireError } from './transport.js';
import type { ServerAccess, ServerQuestion, WireQuestion } from './serverValues.js';
import type { Progress } from './values.js';

/** What tells how far a call is, under the call's token. */
export const progressType = new ProgressType<Progress>();

/** The pieces of what a server answers, under the question's token. */
export const eventType = new ProgressType<unknown>();

/** Servers by way of the other side of a connection, which has the keys. */
export class RpcServers implements ServerAccess {
  #nextToken = 1;

  constructor(private readonly connection: MessageConnection) {}

  async ask(question: ServerQuestion, signal?: AbortSignal, onEvent?: (event: unknown) => void): Promise<unknown> {
    const progressToken = this.#nextToken++;
    const listening = onEvent && this.connection.onProgress(eventType, progressToken, onEvent);
    const asked: WireQuestion = { question, ...(onEvent && { progressToken }) };
    try {
      return await sendWithSignal(this.connection, wire.ask, asked, signal);
    } finally {
      listening?.dispose();
    }
  }
}

/** @throws GlassboxError the other side's, or `engine-died` when the connection is disposed meanwhile */
async function sendWithSignal(
  connection: MessageConnection,
  method: string,
  params: unknown,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const cancellation = new CancellationTokenSource();
  const cancel = () => cancellation.cancel();
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await connection.sendRequest(method, params, cancellation.token);
  } catch (error) {
    throw asGlassboxError(error);
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/** The calls of one side of a connection, which an engine answers at the other. */
export class RpcCalls {
  #nextId = 1;
  readonly #begins = new Map<number, () => void>();

  constructor(private readonly connection: MessageConnection) {}

  /** A call's turn has come. */
  begun({ id }: WireBegun): void {
    this.#begins.get(id)?.();
  }

  /** @throws GlassboxError the engine's, or `engine-died` when the connection is disposed meanwhile */
  async call(
    method: string,
    params: unknown,
    { priority = 'interactive', onProgress, onBegin }: CallOptions,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    const id = this.#nextId++;
    const progressToken = onProgress && id;
    if (onBegin) this.#begins.set(id, onBegin);
    const listening =
      onProgress && progressToken !== undefined
        ? this.connection.onProgress(progressType, progressToken, onProgress)
        : undefined;
    const call: WireCall = { id, method, params, priority, ...(progressToken !== undefined && { progressToken }) };
    try {
      return await sendWithSignal(this.connection, wire.call, call, signal);
    } finally {
      listening?.dispose();
      this.#begins.delete(id);
    }
  }
}

function asGlassboxError(error: unknown): GlassboxError {
  if (error instanceof ResponseError && error.data) return fromErrorValue(error.data as WireError);
  const message = error instanceof Error ? error.message : String(error);
  // What is pending on a disposed connection is rejected without a code of ours.
  return new GlassboxError(
    'engine-died',
    `The engine's process went away (${message}). It starts again with the next command.`,
    { details: { kind: 'shutDown' } },
  );
}
