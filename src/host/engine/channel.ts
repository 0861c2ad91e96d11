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
  errorFrom,
  GlassboxError,
  wire,
  type CallOptions,
  type EngineOptions,
  type EngineState,
  type Progress,
  type WireCall,
  type WireError,
} from '../../protocol/index.js';

const progressType = new ProgressType<Progress>();

/** The wire to one engine process. */
export interface Channel {
  /** @throws GlassboxError the engine's, or `engine-died` when the channel is disposed meanwhile */
  call(method: string, params: unknown, options: CallOptions, signal: AbortSignal): Promise<unknown>;
  dispose(): void;
}

interface Listeners {
  onState(state: EngineState): void;
  onError(message: string): void;
}

/** Speaks JSON-RPC over a fork's channel; the child is configured first. */
export function openChannel(child: ChildProcess, options: EngineOptions, listeners: Listeners): Channel {
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  let nextProgressToken = 1;
  connection.onNotification(wire.state, (state: EngineState) => listeners.onState(state));
  // A write to a dying process fails here; its `exit` follows.
  connection.onError(([error]) => listeners.onError(error.message));
  connection.listen();
  connection.sendNotification(wire.configure, options).catch(() => {});

  return {
    async call(method, params, { priority = 'interactive', onProgress }, signal) {
      const progressToken = onProgress && nextProgressToken++;
      const listening =
        onProgress && progressToken !== undefined
          ? connection.onProgress(progressType, progressToken, onProgress)
          : undefined;
      const cancellation = new CancellationTokenSource();
      const cancel = () => cancellation.cancel();
      signal.addEventListener('abort', cancel, { once: true });
      const call: WireCall = { method, params, priority, ...(progressToken !== undefined && { progressToken }) };
      try {
        return await connection.sendRequest(wire.call, call, cancellation.token);
      } catch (error) {
        throw asGlassboxError(error);
      } finally {
        signal.removeEventListener('abort', cancel);
        listening?.dispose();
      }
    },
    dispose: () => connection.dispose(),
  };
}

function asGlassboxError(error: unknown): GlassboxError {
  if (error instanceof ResponseError && error.data) return errorFrom(error.data as WireError);
  const message = error instanceof Error ? error.message : String(error);
  // What is pending on a disposed connection is rejected without a code of ours.
  return new GlassboxError(
    'engine-died',
    `The engine's process went away (${message}). It starts again with the next command.`,
  );
}
