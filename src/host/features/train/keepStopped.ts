import * as vscode from 'vscode';
import { showInformationMessage } from '../../core/messages.js';
import { userNumber } from '../../core/userNumber.js';

/** Asks whether what was stopped is kept. @param best what the best so far is, where it is of no step */
export async function wantsStopped(name: string, bestStep: number, best: string): Promise<boolean> {
  const keep = vscode.l10n.t('Keep It');
  const drop = vscode.l10n.t('Throw It Away');
  const message =
    bestStep > 0
      ? vscode.l10n.t(
          'The training of {0} was stopped. The best so far is that of step {1}.',
          name,
          userNumber()(bestStep),
        )
      : best;
  // A message that is closed keeps it, as Cancel has promised.
  return (await showInformationMessage(message, keep, drop)) !== drop;
}
