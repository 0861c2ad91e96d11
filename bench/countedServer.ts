import type { ServerAccess } from '../src/protocol/engine/index.js';
import { Server, serverAddress } from '../src/servers/index.js';

/** A server as benchmarks ask it, and the engine's way to it, whose requests are counted. */
export function countedServer(given: string) {
  const address = serverAddress(given);
  const key = process.env['GLASSBOX_SERVER_KEY'] ?? null;
  const server = new Server({ address, key, isOffline: () => false, log: { add: () => {} } });
  const counted = { requests: 0 };
  const access: ServerAccess = {
    ask: (question, signal, onEvent) => {
      counted.requests++;
      return server.ask({ ...question, signal, onEvent });
    },
  };
  return { address, server, access, counted };
}
