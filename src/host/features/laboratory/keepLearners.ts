import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { LearnerName } from '../../../protocol/engine/index.js';
import { createLocalStore } from '../../../hub/index.js';
import { commandIds } from '../../core/commandIds.js';
import { showInformationMessage, showWarningMessage } from '../../core/messages.js';
import { storeFolder } from '../../core/modelFolders.js';
import { askModelName } from '../../core/newModelName.js';
import type { Services } from '../../core/services.js';

/** Behind a place's name, of each learner: as the method `pretrain` puts them. */
const LEARNER_ENDINGS = { decoder: '-gpt', encoder: '-bert' } as const satisfies Record<LearnerName, string>;
const ENDINGS = Object.values(LEARNER_ENDINGS);

/**
 * Puts both models of a run among the installed ones, by a name that is asked for, and says where they can be tried.
 * @param folder where they lie, without their endings @returns whether they are there @throws GlassboxError of the store
 */
export async function keepLearners(services: Services, folder: string): Promise<boolean> {
  if (!(await areThere(folder))) {
    const message = vscode.l10n.t(
      'The models of this run do not lie here any more. Measure once more, then keep them.',
    );
    await showWarningMessage(message);
    return false;
  }
  const title = vscode.l10n.t('Keep Both Models');
  const prompt = vscode.l10n.t('What are they called? {0} and {1} come behind it.', ...ENDINGS);
  const models = await services.engine.call('models', {});
  const name = await askModelName(models, { title, prompt, from: 'nothing', endings: ENDINGS });
  if (name === null) return false;
  const ids = await install(services, folder, name);
  void vscode.commands.executeCommand(commandIds.refreshModels);
  void offer(ids);
  return true;
}

async function areThere(folder: string): Promise<boolean> {
  const found = ENDINGS.map((ending) => fs.stat(folder + ending).then((stat) => stat.isDirectory()));
  return (await Promise.all(found.map((one) => one.catch(() => false)))).every((isThere) => isThere);
}

/** @returns their ids */
async function install(services: Services, folder: string, name: string): Promise<string[]> {
  const store = createLocalStore(storeFolder(services.settings));
  const work = await fs.mkdtemp(`${folder}-kept-`);
  try {
    const ids: string[] = [];
    for (const ending of ENDINGS) {
      // The store takes a model's name from its folder.
      const named = path.join(work, name + ending);
      await fs.cp(folder + ending, named, { recursive: true });
      ids.push((await store.installFolder(named)).name);
    }
    return ids;
  } finally {
    await fs.rm(work, { recursive: true, force: true });
  }
}

async function offer(ids: readonly string[]): Promise<void> {
  const write = vscode.l10n.t('Compare Decoding Strategies');
  const show = vscode.l10n.t('Show Models');
  const message = vscode.l10n.t('{0} and {1} are installed: they can be chosen wherever models are.', ...ids);
  const chosen = await showInformationMessage(message, write, show);
  if (chosen === write) await vscode.commands.executeCommand(commandIds.openDecoding);
  if (chosen === show) await vscode.commands.executeCommand(commandIds.showModels);
}
