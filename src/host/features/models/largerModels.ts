import * as vscode from 'vscode';
import type { WritingResult } from '../../../protocol/webviews/index.js';
import { commandIds } from '../../core/commandIds.js';
import { showInformationMessage } from '../../core/messages.js';

function offer(kind: WritingResult['kind'], model: string): string {
  switch (kind) {
    case 'fillMask':
      return vscode.l10n.t('{0} is a small model. Larger ones, which know more words, can be installed.', model);
    case 'generate':
      return vscode.l10n.t('{0} is a small model. Larger ones, which write on any subject, can be installed.', model);
    case 'translate':
      return vscode.l10n.t('{0} is a small model. Larger ones, which translate better, can be installed.', model);
  }
}

/** Says that there are larger models, with a way to them. */
export async function tellOfLarger(kind: WritingResult['kind'], model: string): Promise<void> {
  const show = vscode.l10n.t('Show Models');
  const answer = await showInformationMessage(offer(kind, model), show, vscode.l10n.t('Not Now'));
  if (answer === show) await vscode.commands.executeCommand(commandIds.showModels);
}
