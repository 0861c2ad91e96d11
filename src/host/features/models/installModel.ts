import path from 'node:path';
import * as vscode from 'vscode';
import { GlassboxError } from '../../../protocol/engine/index.js';
import { folderName, type HubModel } from '../../../hub/index.js';
import { showQuickPick } from '../../core/messages.js';
import { SECTION } from '../../core/settingTable.js';
import { sizeOf } from './figures.js';
import { followInstall } from './followWork.js';
import { hubIdOf, modelsIn, type FoundModel } from './foundModels.js';
import { modelPage } from './hubCommands.js';
import type { Models } from './models.js';
import { pickReference, type Wish } from './pickReference.js';
import { pickSearchHit } from './pickSearchHit.js';
import { pickVariant } from './pickVariant.js';
import type { Reference } from './reference.js';
import { parseReference } from './reference.js';
import { entryOfRow } from './rowSubjects.js';
import { useModelFor } from './useModelFor.js';

type HubReference = Extract<Reference, { kind: 'hub' }>;

/** *Install Model…*: asks for what was not given, and leaves the download to itself. */
export async function installModel(models: Models, argument?: unknown): Promise<void> {
  const entry = entryOfRow(argument);
  const given = entry?.id ?? (typeof argument === 'string' ? argument : null);
  if (given !== null) {
    const reference = parseReference(given);
    if (reference.kind !== 'words') return install(models, reference);
  }
  const host = models.access.isOffline ? null : new URL(models.access.endpoint).host;
  const wish = await pickReference(models.overview, host);
  if (wish) await install(models, wish);
}

async function install(models: Models, wish: Wish): Promise<void> {
  try {
    switch (wish.kind) {
      case 'hub':
        return await fromHub(models, wish);
      case 'folder':
        return await fromFolder(models, wish.folder);
      case 'chooseFolder': {
        const folder = await chooseFolder(vscode.l10n.t('Choose'));
        return folder === null ? undefined : await fromFolder(models, folder);
      }
      case 'search': {
        const id = await pickSearchHit(models.access.hub(), wish.words);
        return id === undefined ? undefined : await fromHub(models, { kind: 'hub', id });
      }
    }
  } catch (error) {
    models.services.report(error, () => void install(models, wish));
  }
}

/** Asks for a folder. @returns null where the user left */
export async function chooseFolder(openLabel: string): Promise<string | null> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: false,
    openLabel,
    title: vscode.l10n.t('Models'),
  });
  return chosen?.[0]?.fsPath ?? null;
}

async function fromHub(models: Models, reference: HubReference): Promise<void> {
  if (models.access.isOffline) throw new GlassboxError('offline', 'Nothing is asked of a hub: Glassbox is offline.');
  const here = models.overview.found.find(({ id, place }) => id === reference.id && place !== 'embedded');
  if (here && reference.revision === undefined && !(await wantsAnother(models, here))) return;
  const { id, revision, endpoint } = reference;
  let listed: HubModel | null = null;
  const ask = async (signal: AbortSignal) => {
    listed = await models.access.hub(endpoint).model(id, revision, signal);
    await models.overview.rememberListing(listed);
    return listed;
  };
  const chosen = await pickVariant(models, id, ask);
  if (chosen === undefined || listed === null) return;
  if (chosen === 'page') return void vscode.env.openExternal(vscode.Uri.parse(modelPage(listed)));
  if (chosen === 'token') return void vscode.commands.executeCommand('glassbox.setHubToken');
  const model: HubModel = listed;
  const name = folderName(model.id);
  await models.unload(name);
  // It goes on while the user does other things.
  void followInstall(models, { id: model.id, name }, () => models.installs.install(model, chosen));
}

/** Asks what is to be done with a model that is there already. @returns whether to go on with the install */
async function wantsAnother(models: Models, here: FoundModel): Promise<boolean> {
  const where =
    here.place === 'store'
      ? vscode.l10n.t('It is installed: {0}.', sizeOf(here.bytes))
      : here.place === 'cache'
        ? vscode.l10n.t('Python has downloaded it: {0}, which serve where they are.', sizeOf(here.bytes))
        : vscode.l10n.t('It is in your model folders: {0}.', sizeOf(here.bytes));
  const use = { label: vscode.l10n.t('Use It…'), detail: where, iconPath: new vscode.ThemeIcon('check') };
  const again = {
    label: here.place === 'store' ? vscode.l10n.t('Choose Another Form of It…') : vscode.l10n.t('Install It All the Same…'),
    detail: vscode.l10n.t('asks the hub what there is'),
    iconPath: new vscode.ThemeIcon('cloud-download'),
  };
  const placeHolder = vscode.l10n.t('The model is on this machine.');
  const chosen = await showQuickPick([use, again], { title: here.id, placeHolder });
  if (chosen === use) await useModelFor(models, here);
  return chosen === again;
}

/** What a folder is or holds: one model, or several. */
async function modelsAt(folder: string): Promise<FoundModel[]> {
  const itself = (await modelsIn(path.dirname(folder), 'folder')).filter(
    (model) => model.folder === folder || model.folder.startsWith(`${folder}${path.sep}`),
  );
  return itself.length > 0 ? itself : modelsIn(folder, 'folder');
}

async function fromFolder(models: Models, folder: string): Promise<void> {
  const found = await modelsAt(folder);
  const [only] = found;
  if (!only) {
    throw new GlassboxError('model-broken', `There is no model in ${folder}.`, {
      details: { kind: 'file', file: path.join(folder, 'config.json'), problem: 'missing' },
    });
  }
  const rows = found.map((model) => ({ label: model.id, description: sizeOf(model.bytes), model }));
  const title = vscode.l10n.t('Install a Model');
  const model =
    found.length === 1
      ? only
      : (await showQuickPick(rows, { title, placeHolder: vscode.l10n.t('Which model?') }))?.model;
  if (!model) return;
  const copy = {
    label: vscode.l10n.t('Copy It'),
    detail: vscode.l10n.t('{0} are copied and checked, and the folder may go.', sizeOf(model.bytes)),
    iconPath: new vscode.ThemeIcon('copy'),
  };
  const place = {
    label: vscode.l10n.t('Use It Where It Is'),
    detail: vscode.l10n.t('its folder comes into {0}', `${SECTION}.models.folders`),
    iconPath: new vscode.ThemeIcon('folder'),
  };
  const chosen = await showQuickPick([copy, place], { title: model.id, placeHolder: model.folder });
  if (chosen === place) await addFolder(folderAbove(model.folder));
  if (chosen !== copy) return;
  const name = folderName(model.id);
  await models.unload(name);
  void followInstall(models, { id: model.id, name }, () => models.installs.installFolder(model.folder, hubIdOf(name)));
}

/** The folder that holds a model's: of a snapshot of the hub's cache, the cache. */
const folderAbove = (folder: string): string => {
  const above = path.dirname(folder);
  return path.basename(above) === 'snapshots' ? path.dirname(path.dirname(above)) : above;
};

/** Puts a folder of models into the user's settings. */
export async function addFolder(folder: string): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SECTION);
  const before = configuration.inspect<string[]>('models.folders')?.globalValue ?? [];
  if (before.includes(folder)) return;
  await configuration.update('models.folders', [...before, folder], vscode.ConfigurationTarget.Global);
}
