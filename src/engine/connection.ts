import { type CancellationToken, type MessageConnection, ResponseError } from 'vscode-jsonrpc/node';
import {
  toErrorValue,
  wire,
  type Engine,
  type EngineOptions,
  type EngineState,
  type MethodName,
  type Params,
  type Progress,
  type ServerAccess,
  type WireBegun,
  type WireCall,
} from '../protocol/engine/index.js';
import { progressType, RpcServers } from '../protocol/engine/rpcCalls.js';

/** State news are merged to one a period: a run of small steps would send hundreds a second. */
const STATE_PERIOD_MS = 100;

/** An engine that tells what it is doing. */
export interface ServedEngine extends Engine {
  state(): EngineState;
}

function toAbortSignal(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

/** Passes on at once what is said of an engine that falls silent afterwards, and the rest at most once a period. */
function throttleState(send: (state: EngineState) => void): (state: EngineState) => void {
  let latest: EngineState | null = null;
  let sent: EngineState | null = null;
  let timer: NodeJS.Timeout | null = null;
  const flush = () => {
    timer = null;
    if (latest && latest !== sent) send((sent = latest));
  };
  const news = ['phase', 'method', 'model', 'loaded'] as const;
  return (state) => {
    latest = state;
    if (news.some((field) => state[field] !== sent?.[field])) return flush();
    timer ??= setTimeout(flush, STATE_PERIOD_MS);
  };
}

/**
 * Serves an engine's methods to the other side of a connection. The first message must be `configure`.
 * @param create makes the engine, once, with its way to servers
 */
export function serve(
  connection: MessageConnection,
  create: (options: EngineOptions, onState: (state: EngineState) => void, servers: ServerAccess) => ServedEngine,
): void {
  const sendState = throttleState((state) => void connection.sendNotification(wire.state, state));
  let engine: ServedEngine | null = null;

  connection.onNotification(wire.configure, (options: EngineOptions) => {
    engine ??= create(options, sendState, new RpcServers(connection));
    // Calls that only look at it change nothing that would be told: the other side hears at once that it runs.
    sendState(engine.state());
  });
  connection.onRequest(wire.ping, () => null);
  connection.onRequest(wire.call, async (call: WireCall, token: CancellationToken) => {
    const { id, progressToken } = call;
    try {
      if (!engine) throw new Error('The engine was not configured.');
      const method = call.method as MethodName;
      const options = {
        priority: call.priority,
        onBegin: () => void connection.sendNotification(wire.begun, { id } satisfies WireBegun),
        ...(progressToken !== undefined && {
          onProgress: (progress: Progress) => void connection.sendProgress(progressType, progressToken, progress),
        }),
      };
      return await engine.call(method, call.params as Params<MethodName>, options, toAbortSignal(token));
    } catch (error) {
      const value = toErrorValue(error);
      return new ResponseError(1, value.message, value);
    }
  });
  connection.listen();
}
