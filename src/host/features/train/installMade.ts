import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { createLocalStore } from '../../../hub/index.js';
import { messageOf } from '../../core/errorMessage.js';
import { showErrorMessage } from '../../core/messages.js';
import { storeFolder } from '../../core/modelFolders.js';
import type { Services } from '../../core/services.js';

/**
 * Puts a model that was made among the installed ones. What keeps it from there (a full disk, a folder that cannot be
 * written) is told, and the model is not lost by it: it can be tried again, or saved elsewhere.
 * @param folder where the model lies, named as it is called
 * @returns its id; null where it was not installed, and whether it is safe elsewhere
 */
export async function installMade(
  { settings, log }: Pick<Services, 'settings' | 'log'>,
  folder: string,
): Promise<{ id: string | null; isSafe: boolean }> {
  for (;;) {
    try {
      const { name } = await createLocalStore(storeFolder(settings)).installFolder(folder);
      return { id: name, isSafe: true };
    } catch (error) {
      log.error(`a trained model was not installed: ${error instanceof Error ? error.message : String(error)}`);
      const [again, elsewhere] = [vscode.l10n.t('Try Again'), vscode.l10n.t('Save Elsewhere…')];
      const way = await showErrorMessage(failed(folder, error), again, elsewhere);
      if (way === undefined) return { id: null, isSafe: false };
      if (way === elsewhere && (await saveElsewhere(folder))) return { id: null, isSafe: true };
    }
  }
}

const failed = (folder: string, error: unknown): string =>
  vscode.l10n.t('{0} is trained, but could not be installed. {1}', path.basename(folder), messageOf(error));

/** Copies a model into a folder that the user chooses. @returns whether it is there */
async function saveElsewhere(folder: string): Promise<boolean> {
  const openLabel = vscode.l10n.t('Save Here');
  const options = { canSelectFolders: true, canSelectFiles: false, openLabel };
  const [chosen] = (await vscode.window.showOpenDialog(options)) ?? [];
  if (chosen === undefined) return false;
  try {
    const target = path.join(chosen.fsPath, path.basename(folder));
    await fs.cp(folder, target, { recursive: true, force: false, errorOnExist: true });
    return true;
  } catch (error) {
    await showErrorMessage(failed(folder, error));
    return false;
  }
}
