import * as os from 'node:os';
import * as vscode from 'vscode';
import { showErrorMessage } from './messages.js';
import { isFull, writeFile } from './writeFile.js';
import { sanitizeFileName } from './fileName.js';

function proposed(file: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(os.homedir());
  return vscode.Uri.joinPath(folder, file);
}

/**
 * Asks for a place and writes the file there; what fails is told, with the question again.
 * @param format the file name's ending
 * @returns the file's name; null when the user did not want it
 */
export async function saveFile(
  name: string,
  format: string,
  content: string | Uint8Array,
  ask: (target: vscode.Uri) => Thenable<vscode.Uri | undefined> = (target) =>
    vscode.window.showSaveDialog({ defaultUri: target, filters: { [format.toUpperCase()]: [format] } }),
): Promise<string | null> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  let target: vscode.Uri = proposed(sanitizeFileName(name, format));
  for (;;) {
    const chosen = await ask(target);
    if (chosen === undefined) return null;
    target = chosen;
    try {
      await writeFile(chosen, bytes);
      return chosen.path.split('/').at(-1) ?? '';
    } catch (error) {
      const again = vscode.l10n.t('Save Elsewhere');
      const reason = error instanceof Error ? error.message : String(error);
      const message = isFull(error)
        ? vscode.l10n.t('The disk is full; the file was not written. One of this name is as it was.')
        : vscode.l10n.t('The file could not be written: {0}', reason);
      if ((await showErrorMessage(message, again)) !== again) return null;
    }
  }
}
