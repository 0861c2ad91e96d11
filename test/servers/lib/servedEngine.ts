import { afterAll } from 'vitest';
import { LocalEngine } from '../../../src/engine/engine.js';
import type { AddedServer, ServerAccess, ServerQuestion } from '../../../src/protocol/engine/index.js';
import { probe, servedId } from '../../../src/servers/index.js';
import { embeddedFolder } from '../../model/engineOf.js';
import { serverAt } from './describeServer.js';
import { SERVED } from './servedModel.js';

/** What a test's engine has asked, and how. */
export interface ServedEngine {
  engine: LocalEngine;
  /** of the server's model */
  id: string;
  asked: ServerQuestion[];
  added: AddedServer;
}

/** Our engine with a server added. @param change what the server is said to be able to do, where it is to be less than it can */
export async function servedEngine(
  address: string,
  change: (added: AddedServer) => AddedServer = (added) => added,
): Promise<ServedEngine> {
  const server = serverAt(address);
  const added = change({ address, abilities: await probe(server, SERVED) });
  const asked: ServerQuestion[] = [];
  const access: ServerAccess = {
    ask: (question, signal, onEvent) => {
      asked.push(question);
      return server.ask({ ...question, signal, onEvent });
    },
  };
  const engine = new LocalEngine(
    { embeddedFolder, installedFolders: [], threads: 1, idleMinutes: 0, servers: [added] },
    undefined,
    access,
  );
  afterAll(() => engine.dispose());
  return { engine, id: servedId(added), asked, added };
}
