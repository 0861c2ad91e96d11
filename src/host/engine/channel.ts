import type { ChildProcess } from 'node:child_process';
import {
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ProgressType,
  ResponseError,
} from 'vscode-jsonrpc/node';
import {
  fromErrorValue,
  GlassboxError,
  wire,
  type CallOptions,
  type EngineOptions,
  type EngineState,
  type Progress,
  type WireBegun,
  type WireCall,
  type WireError,
} from '../../protocol/engine/index.js';

const progressType = new ProgressType<Progress>();

/** The wire to one engine process. */
export interface Channel {
  /** @throws GlassboxError the engine's, or `engine-died` when the channel is disposed meanwhile */
  call(method: string, params: unknown, options: CallOptions, signal: AbortSignal): Promise<unknown>;
  /** Asks for a sign of life; settles when there was one, or can be none any more. */
  ping(): Promise<void>;
  dispose(): void;
}

interface Listeners {
  /** the process has sent a message of whatever kind */
  onMessage(): void;
  onState(state: EngineState): void;
  onError(message: string): void;
}

/** Speaks JSON-RPC over a fork's channel; the child is configured first. */
export function openChannel(child: ChildProcess, options: EngineOptions, listeners: Listeners): Channel {
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  let nextId = 1;
  const begins = new Map<number, () => void>();
  // As they come: JSON-RPC passes messages on one a turn, and the process's end may be heard of before.
  child.on('message', ({ method, params }: { method?: string; params?: WireBegun }) => {
    listeners.onMessage();
    if (method === wire.begun && params) begins.get(params.id)?.();
  });
  // Heard above; unheard by JSON-RPC, it would be an error.
  connection.onNotification(wire.begun, () => {});
  connection.onNotification(wire.state, (state: EngineState) => listeners.onState(state));
  // A write to a dying process fails here; its `exit` follows.
  connection.onError(([error]) => listeners.onError(error.message));
  connection.listen();
  connection.sendNotification(wire.configure, options).catch(() => {});

  return {
    async call(method, params, { priority = 'interactive', onProgress, onBegin }, signal) {
      const id = nextId++;
      const progressToken = onProgress && id;
      if (onBegin) begins.set(id, onBegin);
      const listening =
        onProgress && progressToken !== undefined
          ? connection.onProgress(progressType, progressToken, onProgress)
          : undefined;
      const cancellation = new CancellationTokenSource();
      const cancel = () => cancellation.cancel();
      signal.addEventListener('abort', cancel, { once: true });
      const call: WireCall = { id, method, params, priority, ...(progressToken !== undefined && { progressToken }) };
      try {
        return await connection.sendRequest(wire.call, call, cancellation.token);
      } catch (error) {
        throw asGlassboxError(error);
      } finally {
        signal.removeEventListener('abort', cancel);
        listening?.dispose();
        begins.delete(id);
      }
    },
    async ping() {
      try {
        await connection.sendRequest(wire.ping);
      } catch {
        // There is no answer from a process that ends.
      }
    },
    dispose: () => connection.dispose(),
  };
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
