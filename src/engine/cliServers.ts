/* What the console does with servers that run models: `server` finds out what one can do. */
import * as v from 'valibot';
import { ConnectionLog, connectionsFile, isOfflineByEnvironment } from '../hub/index.js';
import { GlassboxError, type ServerAbilities } from '../protocol/engine/index.js';
import { probe, Server, serverAddress } from '../servers/index.js';

const text = v.pipe(v.string(), v.nonEmpty());
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
    throw new GlassboxError('bad-request', `server: ${name} ${found.issues[0].message}.`, {
      details: { kind: 'parameter', name },
    });
  }
  const address = serverAddress(found.output.address);
  const log = new ConnectionLog(connectionsFile());
  const server = new Server({
    ...{ address, log, key: process.env[KEY]?.trim() || null },
    isOffline: () => isOfflineByEnvironment(),
  });
  try {
    return { address, ...(await probe(server, found.output.model)) };
  } finally {
    await log.settled();
  }
}
