import * as vscode from 'vscode';
import { hostBeyond, toErrorValue, type AddedServer, type ServedModel } from '../../../protocol/engine/index.js';
import { modelsOf, probe, servedId } from '../../../servers/index.js';
import { exactnessText, joinList, joinSentences, whereText } from '../../../wording/index.js';
import { commandIds } from '../../core/commandIds.js';
import { showInformationMessage, showQuickPick } from '../../core/messages.js';
import type { MessageAction, Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import { withWorkProgress } from '../../core/workProgress.js';
import { serverAt } from '../../servers/askServer.js';
import { askForConsent } from '../../servers/consent.js';
import { askAddress, askKey } from './askAddress.js';

/** *Add Server…*: where it is, its key, which of its models, and what that can do; then commands can work with it. */
export async function addServer(services: Services, given?: unknown): Promise<void> {
  const address = await askAddress(typeof given === 'string' ? given : '');
  if (address !== undefined) await addWithKey(services, address);
}

async function addWithKey(services: Services, address: string): Promise<void> {
  const kept = await services.servers.key(address);
  const typed = await askKey(address, kept !== null);
  if (typed === undefined) return;
  await addModel(services, address, typed.trim() || kept);
}

async function addModel(services: Services, address: string, key: string | null): Promise<void> {
  const { servers, settings } = services;
  const { host } = new URL(address);
  const server = serverAt(address, key, settings);
  try {
    const models = await withWorkProgress(vscode.l10n.t('Asking {0} for its models', host), ({ signal }) =>
      modelsOf(server, signal),
    );
    if (models.length === 0) throw server.modelError([], undefined);
    const model = await chooseModel(models, host);
    if (!model) return;
    const abilities = await withWorkProgress(probing(model.id, host), ({ signal }) => probe(server, model.id, signal));
    if (!(await agrees(services, address, host))) return;
    if (key !== null) await servers.setKey(address, key);
    const added = { address, abilities };
    await servers.add(added);
    await tellAdded(added);
  } catch (error) {
    const again = () => void addModel(services, address, key);
    services.report(error, again, ...waysOn(services, address, error));
  }
}

/** What a notification says while a server is asked what it can do. */
export const probing = (model: string, host: string): string =>
  vscode.l10n.t('Finding out what {0} on {1} can do, by some fifty requests without any text of yours', model, host);

/** What of the answers that were given may be wrong. */
function waysOn(services: Services, address: string, error: unknown): MessageAction[] {
  const { details } = toErrorValue(error);
  if (details?.kind !== 'server') return [];
  return details.problem === 'key'
    ? [{ label: vscode.l10n.t('Enter Key…'), run: () => addWithKey(services, address) }]
    : [{ label: vscode.l10n.t('Change Address…'), run: () => addServer(services, address) }];
}

async function chooseModel(models: readonly ServedModel[], host: string): Promise<ServedModel | undefined> {
  const [only] = models;
  if (models.length === 1) return only;
  const number = userNumber();
  const rows = models.map((model) => ({
    label: model.id,
    description: joinList([
      ...(model.context === null ? [] : [vscode.l10n.t('{0} tokens', number(model.context))]),
      ...(model.ownedBy === null ? [] : [model.ownedBy]),
    ]),
    iconPath: new vscode.ThemeIcon('server'),
    model,
  }));
  const title = vscode.l10n.t('Models of {0}', host);
  return (await showQuickPick(rows, { title, placeHolder: vscode.l10n.t('Which model?') }))?.model;
}

/** Whether texts may go there: asked once, of another machine only. */
async function agrees({ servers }: Services, address: string, host: string): Promise<boolean> {
  if (hostBeyond(address) === null || servers.hasAgreed(address)) return true;
  if (await askForConsent(host)) {
    await servers.agree(address);
    return true;
  }
  void showInformationMessage(
    vscode.l10n.t('{0} was not added: nothing was sent there but requests without any text of yours.', host),
  );
  return false;
}

/** Says in a few sentences what has been won, and leads on. */
async function tellAdded(added: AddedServer): Promise<void> {
  const id = servedId(added);
  const [use, show] = [vscode.l10n.t('Use It for…'), vscode.l10n.t('What It Can Do')];
  const message = joinSentences(
    vscode.l10n.t('{0} is among the models now ({1}).', id, whereText(hostBeyond(added.address))),
    exactnessText(added.abilities, userNumber()),
  );
  const answer = await showInformationMessage(message, use, show);
  if (answer === use) await vscode.commands.executeCommand(commandIds.useModelFor, id);
  if (answer === show) await vscode.commands.executeCommand(commandIds.showServer, id);
}
