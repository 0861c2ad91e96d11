import path from 'node:path';
import { readdir } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { InstallProgress, VerifyReport } from '../../../hub/index.js';
import { joinList, joinSentences } from '../../../wording/index.js';
import {
  showInformationMessage,
  showModalMessage,
  showQuickPick,
  showWarningMessage,
  withProgress,
} from '../../core/messages.js';
import { usedCaches } from '../../core/modelFolders.js';
import { SECTION } from '../../core/settingTable.js';
import { userNumber } from '../../core/userNumber.js';
import { percentDone } from '../../core/workFigures.js';
import { updateSetting } from '../../core/updateSetting.js';
import { progressParts, sizeOf } from './figures.js';
import type { FoundModel } from './foundModels.js';
import { followWork } from './followWork.js';
import { chooseFolder } from './installModel.js';
import { settingsNaming } from './modelSettings.js';
import type { Models } from './models.js';
import { storeModel } from './rowSubjects.js';
import { settingTask } from './taskTexts.js';

type Model = { name: string; id: string };

/** Names of bad files, as a message has room for them. */
function filesText(bad: VerifyReport['bad']): string {
  const names = bad.slice(0, 3).map((file) => file.path);
  return joinList(bad.length > names.length ? [...names, '…'] : names);
}

/** *Verify Model* and *Repair Model*: reads every file again, and gets bad ones anew where that is wished. */
export async function verifyModel(models: Models, argument: unknown, repair: boolean): Promise<void> {
  const title = repair ? vscode.l10n.t('Repair Model') : vscode.l10n.t('Verify Model');
  const found = await storeModel(models, argument, title);
  if (found) await verify(models, found, repair);
}

async function verify(models: Models, { name, id }: Model, repair: boolean): Promise<void> {
  const { installs, access, services } = models;
  const title = repair ? vscode.l10n.t('Repairing {0}', id) : vscode.l10n.t('Checking {0}', id);
  try {
    const installed = (await access.store().list()).find((model) => model.name === name);
    if (!installed) return;
    if (repair) await models.unload(name);
    const report = await followWork(models, title, name, () => installs.verify(installed, repair));
    if (report) await tellReport(models, installed, report);
  } catch (error) {
    services.report(error, () => void verify(models, { name, id }, repair));
  }
}

/** What a check has found, with a way to mend it. */
async function tellReport(
  models: Models,
  model: Model & { endpoint: string | null; files: readonly unknown[] },
  { bad, repaired, bytes }: VerifyReport,
): Promise<void> {
  const { id, files, endpoint } = model;
  if (bad.length === 0) {
    const count = userNumber()(files.length);
    return void showInformationMessage(
      vscode.l10n.t('{0} is whole, as it was published. Files: {1}, {2}.', id, count, sizeOf(bytes)),
    );
  }
  if (repaired.length === bad.length) {
    return void showInformationMessage(vscode.l10n.t('{0} is whole again. Files that came anew: {1}.', id, filesText(bad)));
  }
  const message = vscode.l10n.t('{0} is damaged. Files that are not as they were published: {1}.', id, filesText(bad));
  if (endpoint === null) {
    return void showWarningMessage(
      joinSentences(message, vscode.l10n.t('It came from a folder: install it from there again.')),
    );
  }
  const repair = vscode.l10n.t('Repair');
  if ((await showWarningMessage(message, repair)) === repair) await verify(models, model, true);
}

/** *Verify All Models*: one after the other; only what is wrong is told one by one. */
export async function verifyAllModels(models: Models): Promise<void> {
  const { access, services, installs } = models;
  const store = access.store();
  const installed = await store.list();
  if (installed.length === 0) {
    return void showInformationMessage(vscode.l10n.t('No model has been installed yet.'));
  }
  const damaged: VerifyReport[] = [];
  let checked = 0;
  for (const model of installed) {
    const title = vscode.l10n.t('Checking {0} ({1} of {2})', model.id, checked + 1, installed.length);
    try {
      const report = await followWork(models, title, model.name, () => installs.verify(model, false));
      if (report === null) return;
      if (report.bad.length > 0) damaged.push(report);
    } catch (error) {
      services.report(error);
      return;
    }
    checked += 1;
  }
  if (damaged.length === 0) {
    const bytes = installed.reduce((sum, model) => sum + model.bytes, 0);
    return void showInformationMessage(
      vscode.l10n.t('All installed models are whole: {0}, {1}.', userNumber()(checked), sizeOf(bytes)),
    );
  }
  for (const report of damaged) {
    const model = installed.find(({ name }) => name === report.name);
    if (model) await tellReport(models, model, report);
  }
}

/** *Remove Model*: asks first, and names what it frees. */
export async function removeModel(models: Models, argument: unknown): Promise<void> {
  const model = await storeModel(models, argument, vscode.l10n.t('Remove Model'));
  if (!model) return;
  const { services, access } = models;
  const uses = settingsNaming(services.settings, model);
  const question = vscode.l10n.t('Remove {0}? That frees {1}.', model.id, sizeOf(model.bytes));
  const used =
    uses.length > 0
      ? vscode.l10n.t('The small model takes its place for {0}.', joinList(uses.map(settingTask)))
      : '';
  const remove = vscode.l10n.t('Remove');
  if ((await showModalMessage(joinSentences(question, used), remove)) !== remove) return;
  try {
    for (const setting of uses) await updateSetting(setting, undefined);
    const copies = await models.forget(model.name);
    const freed = copies + (await access.store().remove(model.name));
    await models.overview.refresh();
    void showInformationMessage(vscode.l10n.t('{0} is removed: {1} are free now.', model.id, sizeOf(freed)));
  } catch (error) {
    services.report(error, () => void removeModel(models, argument));
  }
}

/** Shows how far a work on the whole store is. */
function storeWork<T>(
  title: string,
  task: (options: { onProgress(progress: InstallProgress): void; signal: AbortSignal }) => Promise<T>,
): Thenable<T> {
  return withProgress(title, (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    let told = 0;
    return task({
      signal: controller.signal,
      onProgress: (state) => {
        const percent = percentDone(state.done, state.total);
        progress.report({ message: joinList(progressParts(state)), increment: Math.max(0, percent - told) });
        told = Math.max(told, percent);
      },
    });
  });
}

/** *Move Model Storage…*: brings all models to another folder, and sets the setting when they are there. */
export async function moveModelStorage(models: Models): Promise<void> {
  const { services, access, installs } = models;
  if (installs.all().some(({ state }) => state === 'running')) {
    return void showInformationMessage(vscode.l10n.t('Models are being installed. Move them when that is done.'));
  }
  const chosen = await chooseFolder(vscode.l10n.t('Move Models Here'));
  if (chosen === null) return;
  const store = access.store();
  // A folder that has something of its own is not filled with ours.
  const isEmpty = (await readdir(chosen).catch(() => [])).length === 0;
  const folder = isEmpty ? chosen : path.join(chosen, 'glassbox-models');
  if (path.resolve(folder) === path.resolve(store.folder)) return;
  try {
    for (const { name } of await store.list()) await models.unload(name);
    const title = vscode.l10n.t('Moving models to {0}', folder);
    await storeWork(title, (options) => store.moveTo(folder, options));
    const configuration = vscode.workspace.getConfiguration(SECTION);
    await configuration.update('models.storage', folder, vscode.ConfigurationTarget.Global);
    void showInformationMessage(vscode.l10n.t('The models are in {0} now.', folder));
  } catch (error) {
    services.report(error, () => void moveModelStorage(models));
  }
}

/** *Find Duplicate Downloads*: by the content of their weights; the store's copy can go. */
export async function findDuplicateModels(models: Models): Promise<void> {
  const { services, access } = models;
  const { settings } = services;
  const others = [...settings.get('models.folders'), ...usedCaches(settings)];
  try {
    const found = await storeWork(vscode.l10n.t('Looking for duplicate downloads'), (options) =>
      access.store().duplicates(others, options),
    );
    if (found.length === 0) {
      return void showInformationMessage(vscode.l10n.t('No model is on this disk twice.'));
    }
    const rows = found.map(({ bytes, places }) => ({
      label: places[0]?.name ?? '',
      description: sizeOf(bytes),
      detail: joinList(places.map(({ folder }) => folder)),
      iconPath: new vscode.ThemeIcon('copy'),
      own: places.find(({ kind }) => kind === 'store'),
      places,
    }));
    const total = found.reduce((sum, { bytes, places }) => sum + bytes * (places.length - 1), 0);
    const title = vscode.l10n.t('Duplicate Downloads: {0} too much', sizeOf(total));
    const placeHolder = vscode.l10n.t('Take one to remove the installed copy of it; the other serves in its place.');
    const chosen = await showQuickPick(rows, { title, placeHolder });
    if (!chosen) return;
    const { own, places } = chosen;
    const model = models.overview.found.find(({ name, place }) => name === own?.name && place === 'store');
    const other = places.find((place) => place !== own);
    if (model && other) return await removeCopy(models, model, other.name);
    void showInformationMessage(vscode.l10n.t('None of these copies was installed by Glassbox: it removes none.'));
  } catch (error) {
    services.report(error, () => void findDuplicateModels(models));
  }
}

/** Removes an installed model that is there once more; whatever names it goes on with the other, by that one's name. */
async function removeCopy(models: Models, model: FoundModel, other: string): Promise<void> {
  const { name, id, bytes } = model;
  const remove = vscode.l10n.t('Remove');
  const question = vscode.l10n.t('Remove the installed copy of {0}? That frees {1}, and the other copy serves.', id, sizeOf(bytes));
  if ((await showModalMessage(question, remove)) !== remove) return;
  for (const setting of settingsNaming(models.services.settings, model)) await updateSetting(setting, other);
  const copies = await models.forget(name);
  const freed = copies + (await models.access.store().remove(name));
  await models.overview.refresh();
  void showInformationMessage(vscode.l10n.t('{0} is removed: {1} are free now.', id, sizeOf(freed)));
}
