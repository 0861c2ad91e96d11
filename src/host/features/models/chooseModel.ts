import * as vscode from 'vscode';
import { decodesItself, hostBeyond } from '../../../protocol/engine/index.js';
import { languageName, whereText } from '../../../wording/index.js';
import { setStatusBarMessage, showQuickPick } from '../../core/messages.js';
import { userNumber } from '../../core/userNumber.js';
import { updateSetting } from '../../core/updateSetting.js';
import { CATALOGUE } from './catalogue.js';
import { sizeOf } from './figures.js';
import type { FoundModel } from './foundModels.js';
import { installModel } from './installModel.js';
import { catalogueSize } from './catalogueRows.js';
import { tasksOf } from './modelTasks.js';
import { canServe, isModelSetting, modelSettingKeys, type ModelSetting } from './modelSettings.js';
import type { Models } from './models.js';
import { pickLater, type LaterRow } from './pickLater.js';
import type { ServedModel } from './servedModels.js';
import { settingTask } from './taskTexts.js';

const SAID_MS = 5000;

type Row = LaterRow & { model?: Pick<FoundModel, 'name' | 'id'>; served?: true; id?: string };

const icon = (name: string) => ({ iconPath: new vscode.ThemeIcon(name) });

/**
 * *Choose Model…*: what can do a command's work, those that are here first.
 * @param setting of the command; asked for where it is left out
 * @param language primary subtag: models that know it come first
 * @returns whether the command has another model now
 */
export async function chooseModel(models: Models, setting?: unknown, language?: unknown): Promise<boolean> {
  const key = isModelSetting(setting) ? setting : await chooseTask(models);
  if (key === undefined) return false;
  const wanted = typeof language === 'string' ? language : null;
  try {
    return await chooseFor(models, key, wanted);
  } catch (error) {
    models.services.report(error, () => void chooseModel(models, key, language));
    return false;
  }
}

async function chooseTask({ services }: Models): Promise<ModelSetting | undefined> {
  const rows = modelSettingKeys.map((setting) => ({
    label: settingTask(setting),
    description: services.settings.get(setting) || vscode.l10n.t('the first installed that can'),
    setting,
  }));
  const placeHolder = vscode.l10n.t('For which command?');
  return (await showQuickPick(rows, { title: vscode.l10n.t('Choose a Model'), placeHolder }))?.setting;
}

async function chooseFor(models: Models, setting: ModelSetting, language: string | null): Promise<boolean> {
  const task = settingTask(setting);
  const title =
    language === null
      ? vscode.l10n.t('Models for {0}', task)
      : vscode.l10n.t('Models for {0} in {1}', task, languageName(language, vscode.env.language));
  const placeHolder = vscode.l10n.t('It becomes the command’s model.');
  const row = await pickLater<Row>({ title, placeHolder }, async (show, signal) => {
    show(rowsFor(models, setting, language));
    // What the user's own models can do the engine knows.
    await models.overview.ask(signal);
    show(rowsFor(models, setting, language));
  });
  if (row?.id !== undefined) await installModel(models, row.id);
  if (row?.model === undefined) return false;
  if (row.served) models.services.servers.choose(row.model.name);
  await updateSetting(setting, row.model.name);
  setStatusBarMessage(vscode.l10n.t('{0} works with {1} now.', task, row.model.id), SAID_MS, 'check');
  return true;
}

/** Those that are here, those of servers, then those of the catalogue; of each those that know the language first. */
export function rowsFor(
  { overview, services }: Pick<Models, 'overview' | 'services'>,
  setting: ModelSetting,
  language: string | null,
): Row[] {
  const now = services.settings.get(setting);
  const knows = (languages: readonly string[]) => language === null || languages.length === 0 || languages.includes(language);
  const here = overview.found.filter((model) => canServe(tasksOf(model), setting) && knows(model.languages));
  const served = overview.served.filter(({ tasks }) => canServe(tasks, setting));
  const ids = new Set(overview.found.map(({ id }) => id));
  const more = CATALOGUE.filter((entry) => !ids.has(entry.id) && canServe(entry.tasks, setting) && knows(entry.languages));
  const heading = (label: string): Row => ({ label, kind: vscode.QuickPickItemKind.Separator });
  return [
    ...(here.length > 0 ? [heading(vscode.l10n.t('Installed'))] : []),
    ...here.map((model): Row => {
      const isNow = model.name === now || model.folder === now;
      return {
        label: model.id,
        description: [sizeOf(model.bytes), ...(isNow ? [vscode.l10n.t('works now')] : [])].join(' · '),
        ...icon(isNow ? 'check' : 'package'),
        model,
      };
    }),
    ...(served.length > 0 ? [heading(vscode.l10n.t('On servers'))] : []),
    ...served.map((model) => servedRow(model, now)),
    ...(more.length > 0 ? [heading(vscode.l10n.t('Catalogue'))] : []),
    ...more.map(
      (entry): Row => ({
        label: entry.id,
        description: catalogueSize(entry, overview.listing(entry.id)),
        detail: entry.goodFor(),
        ...icon('cloud-download'),
        id: entry.id,
      }),
    ),
  ];
}

/** A model of a server, with where texts go; which languages it knows nobody has said. */
function servedRow({ name, server }: ServedModel, now: string): Row {
  const { address, abilities } = server;
  const { context } = abilities.model;
  const parts = [
    whereText(hostBeyond(address)),
    ...(context === null ? [] : [vscode.l10n.t('{0} tokens', userNumber()(context))]),
    ...(decodesItself(abilities) ? [vscode.l10n.t('decoded by the server')] : []),
    ...(name === now ? [vscode.l10n.t('works now')] : []),
  ];
  return {
    label: name,
    description: parts.join(' · '),
    ...icon(name === now ? 'check' : 'server'),
    model: { name, id: name },
    served: true,
  };
}
