import path from 'node:path';
import * as vscode from 'vscode';
import { setStatusBarMessage } from '../../core/messages.js';
import { findDuplicateModels, moveModelStorage, removeModel, verifyAllModels, verifyModel } from './careModels.js';
import { chooseModel } from './chooseModel.js';
import { followInstall } from './followWork.js';
import { askModelSizes, ConnectionsDocument, openModelPage, setHubToken } from './hubCommands.js';
import { addFolder, chooseFolder, installModel } from './installModel.js';
import type { ModelCommand } from './modelCommands.js';
import type { ModelWork } from './modelInstalls.js';
import type { Models } from './models.js';
import { entryOfRow, foundOf, servedOf, workOf } from './rowSubjects.js';
import { useModelFor, useServedFor } from './useModelFor.js';

const SAID_MS = 5000;

const isRunning = ({ state }: ModelWork) => state === 'running';
const isStopped = ({ state }: ModelWork) => state === 'stopped' || state === 'failed';

let connections: ConnectionsDocument | null = null;

/** One document for the window, registered when it is first wished for. */
function connectionsOf(models: Models): ConnectionsDocument {
  if (!connections) models.context.subscriptions.push((connections = new ConnectionsDocument(models)));
  return connections;
}

async function resume(models: Models, argument: unknown): Promise<void> {
  const work = await workOf(models, argument, vscode.l10n.t('Resume Install'), isStopped);
  if (work) void followInstall(models, work, () => models.installs.resume(work.name));
}

async function revealFolder(argument: unknown): Promise<void> {
  const model = foundOf(argument);
  if (model) await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(path.join(model.folder, 'config.json')));
}

async function openCard(argument: unknown): Promise<void> {
  const model = foundOf(argument);
  if (!model) return;
  await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.file(path.join(model.folder, 'README.md')));
}

async function copyId(models: Models, argument: unknown): Promise<void> {
  const id = foundOf(argument)?.id ?? entryOfRow(argument)?.id ?? servedOf(models, argument)?.name;
  if (id === undefined) return;
  await vscode.env.clipboard.writeText(id);
  setStatusBarMessage(vscode.l10n.t('Copied: {0}', id), SAID_MS, 'check');
}

type Action = (models: Models, ...args: unknown[]) => Promise<unknown>;

/** What each command does. */
export const MODEL_ACTIONS: Record<ModelCommand, Action> = {
  installModel,
  chooseModel,
  useModelFor: async (models, argument) => {
    const model = foundOf(argument);
    if (model) await useModelFor(models, model);
    const served = servedOf(models, argument);
    if (served) await useServedFor(models, served);
  },
  showModels: (models) => models.show(),
  refreshModels: (models) => Promise.resolve(models.refresh()),
  pauseInstall: async (models, argument) => {
    const work = await workOf(models, argument, vscode.l10n.t('Pause Install'), isRunning);
    if (work) await models.installs.pause(work.name);
  },
  resumeInstall: resume,
  cancelInstall: async (models, argument) => {
    const work = await workOf(models, argument, vscode.l10n.t('Cancel Install'), isRunning);
    if (work) await models.installs.cancel(work.name);
  },
  discardInstall: async (models, argument) => {
    const work = await workOf(models, argument, vscode.l10n.t('Discard Stopped Install'), isStopped);
    if (work) await models.installs.discard(work.name);
  },
  verifyModel: (models, argument) => verifyModel(models, argument, false),
  repairModel: (models, argument) => verifyModel(models, argument, true),
  verifyAllModels,
  removeModel,
  moveModelStorage,
  findDuplicateModels,
  showConnections: (models) => connectionsOf(models).show(),
  setHubToken,
  addModelFolder: async () => {
    const folder = await chooseFolder(vscode.l10n.t('Add'));
    if (folder !== null) await addFolder(folder);
  },
  askModelSizes,
  openModelPage,
  openModelCard: (_, argument) => openCard(argument),
  revealModelFolder: (_, argument) => revealFolder(argument),
  copyModelId: copyId,
};
