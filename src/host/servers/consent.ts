import * as vscode from 'vscode';
import { joinSentences } from '../../wording/index.js';
import { showModalMessage } from '../core/messages.js';

/** Asks whether texts may go to a server on another machine; it is asked once, until the server is removed. */
export async function askForConsent(host: string): Promise<boolean> {
  const send = vscode.l10n.t('Send Text There');
  const message = joinSentences(
    vscode.l10n.t('Text leaves this machine: {0} reads it.', host),
    vscode.l10n.t(
      'Commands and views that work with its models send it the text that they work on, and nothing else: what stands around the cursor, a prompt, a document whose surprise is shown.',
    ),
    vscode.l10n.t(
      'What becomes of it there, whoever runs the server decides. The status bar says each time that text goes there.',
    ),
  );
  return (await showModalMessage(message, send)) === send;
}
