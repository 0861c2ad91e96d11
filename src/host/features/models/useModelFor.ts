import * as vscode from 'vscode';
import type { MethodName } from '../../../protocol/engine/index.js';
import { setStatusBarMessage, showInformationMessage, showQuickPick } from '../../core/messages.js';
import { updateSetting } from '../../core/updateSetting.js';
import type { FoundModel } from './foundModels.js';
import { settingsFor, settingsNaming } from './modelSettings.js';
import { tasksOf } from './modelTasks.js';
import type { Models } from './models.js';
import type { ServedModel } from './servedModels.js';
import { settingTask } from './taskTexts.js';

/** How long the status bar says that a model is used, in milliseconds. */
const SAID_MS = 5000;

/** *Use Model for…*: makes a model that of a command. */
export async function useModelFor(models: Models, model: FoundModel): Promise<void> {
  // What it can do is known when the engine has read its folder.
  const found =
    model.tasks === null ? ((await models.overview.ask()).find(({ folder }) => folder === model.folder) ?? model) : model;
  await useFor(models, { ...found, id: model.id, tasks: tasksOf(found) });
}

/** The same for a model of a server. */
export async function useServedFor(models: Models, { name }: ServedModel): Promise<void> {
  // What commands it serves the engine says; where that cannot be asked, what is likely stands.
  await models.overview.ask().catch((error: unknown) => models.services.report(error));
  const served = models.overview.served.find((one) => one.name === name);
  if (served && (await useFor(models, { name, id: name, tasks: served.tasks }))) models.services.servers.choose(name);
}

/** @returns whether it is a command's model now */
async function useFor(
  { services }: Models,
  model: { name: string; id: string; folder?: string; tasks: readonly MethodName[] },
): Promise<boolean> {
  const { settings } = services;
  const fitting = settingsFor(model.tasks);
  if (fitting.length === 0) {
    const message = vscode.l10n.t('{0} serves none of the commands that take a model. The console has what it does.', model.id);
    void showInformationMessage(message);
    return false;
  }
  const used = settingsNaming(settings, model);
  const rows = fitting.map((setting) => ({
    label: settingTask(setting),
    description: used.includes(setting)
      ? vscode.l10n.t('works with it already')
      : vscode.l10n.t('now works with {0}', settings.get(setting) || vscode.l10n.t('the first installed that can')),
    setting,
  }));
  const title = vscode.l10n.t('Use {0} for …', model.id);
  const chosen = await showQuickPick(rows, { title, placeHolder: vscode.l10n.t('It becomes the command’s model.') });
  if (!chosen) return false;
  await updateSetting(chosen.setting, model.name);
  setStatusBarMessage(vscode.l10n.t('{0} works with {1} now.', chosen.label, model.id), SAID_MS, 'check');
  return true;
}
