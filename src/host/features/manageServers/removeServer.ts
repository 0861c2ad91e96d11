import * as vscode from 'vscode';
import { hostBeyond, type AddedServer } from '../../../protocol/engine/index.js';
import { servedId } from '../../../servers/index.js';
import { joinList, joinSentences } from '../../../wording/index.js';
import { setStatusBarMessage, showModalMessage } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import { modelSettings } from '../../core/settingTable.js';
import { updateSetting } from '../../core/updateSetting.js';

const SAID_MS = 5000;

/** *Remove Server…*: takes a served model away; with the last one of a server its key and the consent go, too. */
export async function removeServer({ servers, settings }: Services, server: AddedServer): Promise<void> {
  const id = servedId(server);
  const isLast = servers.all.filter(({ address }) => address === server.address).length === 1;
  const used = modelSettings.filter((key) => settings.get(key) === id);
  const remove = vscode.l10n.t('Remove');
  const message = joinSentences(
    vscode.l10n.t('Remove {0} from the models?', id),
    isLast ? await goesWithIt(servers, server.address) : '',
    vscode.l10n.t('The server itself stays as it is.'),
    used.length > 0 ? vscode.l10n.t('Commands that work with it go back to their usual models.') : '',
  );
  if ((await showModalMessage(message, remove)) !== remove) return;
  for (const key of used) await leave(settings, key, id);
  await servers.remove(id);
  const now = [...new Set(used.map((key) => settings.get(key)))].filter((model) => model !== '');
  const instead = now.length > 0 ? vscode.l10n.t('In its place: {0}.', joinList(now)) : '';
  setStatusBarMessage(joinSentences(vscode.l10n.t('{0} is removed.', id), instead), SAID_MS, 'check');
}

/** Puts a setting back: the workspace's, and the user's own where that names it, too. */
async function leave(settings: Services['settings'], key: (typeof modelSettings)[number], id: string): Promise<void> {
  await updateSetting(key, undefined);
  if (settings.get(key) === id) await updateSetting(key, undefined);
}

/** What else is forgotten with the last model of a server. */
async function goesWithIt(servers: Services['servers'], address: string): Promise<string> {
  const { host } = new URL(address);
  const hasKey = (await servers.key(address)) !== null;
  const hasConsent = hostBeyond(address) !== null && servers.hasAgreed(address);
  if (hasKey && hasConsent) return vscode.l10n.t('The key for {0} and your consent go with it.', host);
  if (hasKey) return vscode.l10n.t('The key for {0} goes with it.', host);
  return hasConsent ? vscode.l10n.t('Your consent to text going to {0} goes with it.', host) : '';
}
