import { CancellationTokenSource, ProgressType, ResponseError, type MessageConnection } from 'vscode-jsonrpc/node';
import { fromErrorValue, GlassboxError } from './errors.js';
import { wire, type CallOptions, type WireBegun, type WireCall, type WireError } from './transport.js';
import type { Progress } from './values.js';

/** What tells how far a call is, under the call's token. */
export const progressType = new ProgressType<Progress>();

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
    const cancellation = new CancellationTokenSource();
    const cancel = () => cancellation.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    const call: WireCall = { id, method, params, priority, ...(progressToken !== undefined && { progressToken }) };
    try {
      return await this.connection.sendRequest(wire.call, call, cancellation.token);
    } catch (error) {
      throw asGlassboxError(error);
    } finally {
      signal?.removeEventListener('abort', cancel);
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
