import * as vscode from 'vscode';
import type { Services } from '../../core/services.js';
import { addServer } from './addServer.js';
import { chosenServer } from './chosenServer.js';
import { probeServer } from './probeServer.js';
import { removeServer } from './removeServer.js';
import type { ServerCommand } from './serverCommands.js';
import { ServerPages } from './serverPages.js';

let pages: ServerPages | null = null;

type Action = (services: Services, argument: unknown, subscriptions: vscode.Disposable[]) => Promise<unknown>;

/** What each command does. */
export const SERVER_ACTIONS: Record<ServerCommand, Action> = {
  addServer,
  async showServer(services, argument, subscriptions) {
    const server = await chosenServer(services, argument, vscode.l10n.t('Show Server'));
    if (!server) return;
    // One for the window, registered when it is first wished for.
    if (!pages) subscriptions.push((pages = new ServerPages(services.servers)));
    await pages.show(server);
  },
  async probeServer(services, argument) {
    const server = await chosenServer(services, argument, vscode.l10n.t('Find Out What a Server Can Do'));
    if (server) await probeServer(services, server);
  },
  async removeServer(services, argument) {
    const server = await chosenServer(services, argument, vscode.l10n.t('Remove Server'));
    if (server) await removeServer(services, server);
  },
};
