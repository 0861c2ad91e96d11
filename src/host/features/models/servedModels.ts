import { servedTasks } from '../../../protocol/engine/servedTasks.js';
import type { AddedServer, MethodName } from '../../../protocol/engine/index.js';
import { servedId } from '../../../servers/servedId.js';
import type { EngineFacts } from './foundModels.js';

/** A model of a server that the user has added. */
export interface ServedModel {
  /** what the engine and the settings call it */
  name: string;
  server: AddedServer;
  tasks: readonly MethodName[];
}

/** The added models with what the engine knows of them, in the order in which they were added. */
export function servedModels(added: readonly AddedServer[], facts: readonly EngineFacts[]): ServedModel[] {
  const known = new Map(facts.map(({ id, tasks }) => [id, tasks]));
  return added.map((server) => {
    const name = servedId(server);
    return { name, server, tasks: known.get(name) ?? servedTasks(server.abilities) };
  });
}
