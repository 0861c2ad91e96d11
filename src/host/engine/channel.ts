import type { ChildProcess } from 'node:child_process';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import {
  wire,
  type CallOptions,
  type EngineOptions,
  type EngineState,
  type ServerAccess,
  type WireBegun,
} from '../../protocol/engine/index.js';
import { RpcCalls } from '../../protocol/engine/rpcCalls.js';
import { answerQuestions } from './serverQuestions.js';

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

/**
 * Speaks JSON-RPC over a fork's channel; the child is configured first.
 * @param servers what answers the child's questions to servers; left out: none is asked
 */
export function openChannel(
  child: ChildProcess,
  options: EngineOptions,
  listeners: Listeners,
  servers?: ServerAccess,
): Channel {
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  const calls = new RpcCalls(connection);
  // As they come: JSON-RPC passes messages on one a turn, and the process's end may be heard of before.
  child.on('message', ({ method, params }: { method?: string; params?: WireBegun }) => {
    listeners.onMessage();
    if (method === wire.begun && params) calls.begun(params);
  });
  // Heard above; unheard by JSON-RPC, it would be an error.
  connection.onNotification(wire.begun, () => {});
  connection.onNotification(wire.state, (state: EngineState) => listeners.onState(state));
  const endQuestions = servers && answerQuestions(connection, servers);
  // A write to a dying process fails here; its `exit` follows.
  connection.onError(([error]) => listeners.onError(error.message));
  connection.listen();
  connection.sendNotification(wire.configure, options).catch(() => {});

  return {
    call: (method, params, callOptions, signal) => calls.call(method, params, callOptions, signal),
    async ping() {
      try {
        await connection.sendRequest(wire.ping);
      } catch {
        // There is no answer from a process that ends.
      }
    },
    dispose() {
      endQuestions?.();
      connection.dispose();
    },
  };
}
