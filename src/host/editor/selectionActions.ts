import * as vscode from 'vscode';
import { commandIds } from '../core/commandIds.js';

const KIND = vscode.CodeActionKind.Refactor.append('read');

/** What can be read of a selected text, among the editor's code actions: when they are asked for, not by the light bulb. */
export function selectionActions(): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions(document, range, { triggerKind, only }) {
      if (triggerKind !== vscode.CodeActionTriggerKind.Invoke || range.isEmpty) return [];
      if (only !== undefined && !only.contains(KIND)) return [];
      // One word is looked up by other actions.
      if (!/[\p{L}\p{N}]\s+[\p{L}\p{N}]|\p{Script=Han}{4}/u.test(document.getText(range))) return [];
      const titles = [
        [commandIds.summarize, vscode.l10n.t('Summarize Selection')],
        [commandIds.classify, vscode.l10n.t('Classify Selection or Lines')],
        [commandIds.findNames, vscode.l10n.t('Find Names')],
        [commandIds.ask, vscode.l10n.t('Ask About This Text')],
      ] as const;
      return titles.map(([command, title]) => {
        const action = new vscode.CodeAction(title, KIND);
        action.command = { command, title };
        return action;
      });
    },
  };
  return vscode.languages.registerCodeActionsProvider('*', provider, { providedCodeActionKinds: [KIND] });
}
