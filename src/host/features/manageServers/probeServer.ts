import * as vscode from 'vscode';
import type { AddedServer } from '../../../protocol/engine/index.js';
import { probe, servedId } from '../../../servers/index.js';
import { exactnessText, joinSentences } from '../../../wording/index.js';
import { commandIds } from '../../core/commandIds.js';
import { showInformationMessage } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import { withWorkProgress } from '../../core/workProgress.js';
import { serverAt } from '../../servers/askServer.js';
import { probing } from './addServer.js';

/** *Find Out What a Server Can Do*: anew, since it may have been started in another way. */
export async function probeServer(services: Services, { address, abilities }: AddedServer): Promise<void> {
  const { servers, settings } = services;
  const { id: model } = abilities.model;
  try {
    const server = serverAt(address, await servers.key(address), settings);
    const title = probing(model, server.host);
    const now = await withWorkProgress(title, ({ signal }) => probe(server, model, signal));
    // Whoever has removed it meanwhile does not want it back.
    const added = { address, abilities: now };
    if (!servers.find(servedId(added))) return;
    await servers.add(added);
    const isSame = JSON.stringify(now) === JSON.stringify(abilities);
    await tellFound(servedId(added), isSame, exactnessText(now, userNumber()));
  } catch (error) {
    services.report(error, () => void probeServer(services, { address, abilities }));
  }
}

async function tellFound(id: string, isSame: boolean, exactness: string): Promise<void> {
  const show = vscode.l10n.t('What It Can Do');
  const news = isSame
    ? vscode.l10n.t('{0} can do what it could before.', id)
    : vscode.l10n.t('What {0} can do is another by now.', id);
  const answer = await showInformationMessage(joinSentences(news, exactness), show);
  if (answer === show) await vscode.commands.executeCommand(commandIds.showServer, id);
}
