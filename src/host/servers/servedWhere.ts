import * as vscode from 'vscode';
import { hostBeyond, type ModelInfo } from '../../protocol/engine/index.js';
import { whereText } from '../../wording/index.js';
import type { ServersService } from '../core/services.js';

/** Where the texts of a listed model go, for a row about it; nothing of those that are on this machine without a server. */
export const servedWhere = ({ server }: Pick<ModelInfo, 'server'>): string[] =>
  server === undefined ? [] : [whereText(hostBeyond(server.address))];

/** Where the texts of a model go, as a sentence; nothing of a model that is none of a server's. @param id or folder */
export function servedNote(servers: Pick<ServersService, 'find'>, id: string): string[] {
  const server = servers.find(id);
  if (!server) return [];
  const host = hostBeyond(server.address);
  return [
    host === null
      ? vscode.l10n.t('{0} is served on this machine.', id)
      : vscode.l10n.t('Text for {0} goes to {1}.', server.abilities.model.id, host),
  ];
}
