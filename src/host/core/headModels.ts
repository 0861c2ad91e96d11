import * as vscode from 'vscode';
import type { MethodName, ModelInfo } from '../../protocol/engine/index.js';
import { commandIds } from './commandIds.js';
import { showInformationMessage } from './messages.js';
import type { Services } from './services.js';

/**
 * The commands for which no model came along: the setting that names their model, what it has to serve, and one of the
 * public hub that does. Empty, a setting means the first installed model that can.
 */
export const HEAD_MODELS = {
  'findNames.model': { method: 'entities', suggested: 'dslim/bert-base-NER' },
  'classify.model': { method: 'classify', suggested: 'distilbert/distilbert-base-uncased-finetuned-sst-2-english' },
  'ask.model': { method: 'answer', suggested: 'deepset/roberta-base-squad2' },
  'summarize.model': { method: 'summarize', suggested: 'google-t5/t5-small' },
} as const satisfies Record<string, { method: MethodName; suggested: string }>;

export type HeadSetting = keyof typeof HEAD_MODELS;

/** The model that a command works with; null where none is installed. */
export const installedFor = async (services: Services, setting: HeadSetting): Promise<string | null> =>
  (await foundFor(services, setting))?.id ?? null;

/** The same, with whether it came along: then nobody has chosen it. */
export async function foundFor(
  { engine, settings }: Services,
  setting: HeadSetting,
): Promise<{ id: string; cameAlong: boolean } | null> {
  const named = settings.get(setting);
  if (named !== '') return { id: named, cameAlong: false };
  const models = await engine.call('models', {});
  const { method } = HEAD_MODELS[setting];
  // Its one class is a score: it is made for ranking. And no text goes to a server that the user has not chosen for it.
  const can = ({ tasks, crossEncoder, source }: ModelInfo) =>
    tasks.includes(method) && source !== 'server' && !(method === 'classify' && crossEncoder);
  // What the user has installed or trained comes before what is there from the beginning.
  const fit = models.filter(can);
  const found = fit.find(({ source }) => source !== 'embedded') ?? fit[0];
  return found ? { id: found.id, cameAlong: found.source === 'embedded' } : null;
}

function missing(setting: HeadSetting, suggested: string): string {
  switch (setting) {
    case 'findNames.model':
      return vscode.l10n.t('No model here finds names. {0} does, and can be installed.', suggested);
    case 'classify.model':
      return vscode.l10n.t('No model here sorts texts into classes. {0} does, and can be installed.', suggested);
    case 'ask.model':
      return vscode.l10n.t('No model here finds answers. {0} does, and can be installed.', suggested);
    case 'summarize.model':
      return vscode.l10n.t('No model here sums texts up. {0} does, and can be installed.', suggested);
  }
}

/** Installs the model that is suggested for a command. */
export async function installSuggested(setting: HeadSetting): Promise<void> {
  await vscode.commands.executeCommand(commandIds.installModel, HEAD_MODELS[setting].suggested);
}

/** The model that a command works with; where none is installed it says which would do, and leads there. */
export async function modelFor(services: Services, setting: HeadSetting): Promise<string | null> {
  const found = await installedFor(services, setting);
  if (found === null) void offerModel(setting).catch((error: unknown) => services.report(error));
  return found;
}

async function offerModel(setting: HeadSetting): Promise<void> {
  const [install, others] = [vscode.l10n.t('Install Model…'), vscode.l10n.t('Other Models…')];
  const answer = await showInformationMessage(missing(setting, HEAD_MODELS[setting].suggested), install, others);
  if (answer === install) await installSuggested(setting);
  if (answer === others) await vscode.commands.executeCommand(commandIds.chooseModel, setting);
}
