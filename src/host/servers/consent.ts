import * as vscode from 'vscode';
import { joinSentences } from '../../wording/index.js';
import { showModalMessage } from '../core/messages.js';

/**
 * Asks whether texts may go to a server on another machine; it is asked once, until the server is removed. The question
 * may come while somebody types: what has the keyboard then sends nothing.
 */
export async function askForConsent(host: string): Promise<boolean> {
  const [explain, send] = [vscode.l10n.t('What Is Sent'), vscode.l10n.t('Send Text There')];
  const message = joinSentences(
    vscode.l10n.t('Text leaves this machine: {0} reads it.', host),
    vscode.l10n.t(
      'Commands and views that work with its models send it the text that they work on, and nothing else: what stands around the cursor, a selection, a prompt, a document, or the texts of a table.',
    ),
    vscode.l10n.t(
      'What becomes of it there, whoever runs the server decides. The status bar says each time that text goes there.',
    ),
  );
  // Enter presses the first button, and an extension cannot choose another: so that one sends nothing. Cancel is the editor's
  // own, stands last, and is what Escape does.
  const answer = await showModalMessage(message, explain, send);
  if (answer === explain) await showPage();
  return answer === send;
}

/** The page on servers, which comes with the extension. */
async function showPage(): Promise<void> {
  const extension = vscode.extensions.getExtension('glassbox.glassbox');
  if (extension === undefined) return;
  await vscode.commands.executeCommand(
    'markdown.showPreview',
    vscode.Uri.joinPath(extension.extensionUri, 'docs', 'servers.md'),
  );
}
