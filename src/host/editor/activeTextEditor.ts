import * as vscode from 'vscode';
import { showWarningMessage } from '../core/messages.js';

/** The editor a command works in; without one (none open, an image, a binary file) it says what to do. */
export function activeTextEditor(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) void tell();
  return editor;
}

async function tell(): Promise<void> {
  const create = vscode.l10n.t('New Text File');
  const open = vscode.l10n.t('Open File…');
  const message = vscode.l10n.t(
    'There is no text editor to work in. Open a text, and put the cursor where the work is.',
  );
  const chosen = await showWarningMessage(message, create, open);
  if (chosen === create) await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
  if (chosen === open) await vscode.commands.executeCommand('workbench.action.quickOpen');
}
