/* What the console does with servers that run models: `server` finds out what one can do, and methods are asked of them. */
import * as v from 'valibot';
import { ConnectionLog, connectionsFile, isOfflineByEnvironment } from '../hub/index.js';
import { GlassboxError, type ServerAbilities, type ServerQuestion } from '../protocol/engine/index.js';
import { probe, Server, serverAddress } from '../servers/index.js';
import type { OpenServerAccess } from './served/servedModels.js';

const text = v.pipe(v.string('must be a text'), v.nonEmpty('must not be empty'));
const schema = v.strictObject({
  address: text,
  /** of those that the server has; it may be left out where that is one */
  model: v.optional(text),
});

/** Where the key is looked for: an argument would stand in the shell's history. */
const KEY = 'GLASSBOX_SERVER_KEY';

/**
 * Asks a server what it can do. Texts of the user are not sent.
 * @throws GlassboxError `bad-request`, `server-failed`, `offline`
 */
export async function probeInConsole(params: unknown): Promise<{ address: string } & ServerAbilities> {
  const found = v.safeParse(schema, params);
  if (!found.success) {
    const name = v.getDotPath(found.issues[0]) ?? '';
    const { received, message } = found.issues[0];
    const what = received === 'undefined' ? 'is missing' : message;
    throw new GlassboxError('bad-request', `server: ${name} ${what}.`, {
      details: { kind: 'parameter', name },
    });
  }
  const address = serverAddress(found.output.address);
  const log = new ConnectionLog(connectionsFile());
  try {
    return { address, ...(await probe(serverAt(address, log), found.output.model)) };
  } finally {
    await log.settled();
  }
}

const serverAt = (address: string, log: ConnectionLog): Server =>
  new Server({
    ...{ address, log, key: process.env[KEY]?.trim() || null },
    isOffline: () => isOfflineByEnvironment(),
  });

/** Servers as the console asks them: those that a call's model names (`gpt2@127.0.0.1:8080`), each asked first what it can do. */
export class ConsoleServers implements OpenServerAccess {
  readonly #log = new ConnectionLog(connectionsFile());

  ask({ address, ...question }: ServerQuestion, signal?: AbortSignal, onEvent?: (event: unknown) => void) {
    return serverAt(address, this.#log).ask({ ...question, signal, onEvent });
  }

  probe(address: string, model: string): Promise<ServerAbilities> {
    return probe(serverAt(address, this.#log), model);
  }

  /** Waits for the log of connections. */
  settled(): Promise<void> {
    return this.#log.settled();
  }
}
