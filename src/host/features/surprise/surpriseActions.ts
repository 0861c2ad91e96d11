import * as vscode from 'vscode';
import { isolate } from '../../../text/isolate.js';
import { formatPercent } from '../../core/probabilityBars.js';
import type { EngineService } from '../../core/services.js';
import { toEditorRange } from '../../editor/trackedText.js';
import { expectedWords } from './expectedWords.js';
import type { Which } from './readers.js';
import { stepOf } from './steps.js';
import type { SurpriseDocument } from './surpriseDocument.js';

const KIND = vscode.CodeActionKind.RefactorRewrite.append('surprise');

/**
 * On a marked word, among the editor's code actions: what was expected instead. Only when they are asked for, since a model
 * has to run for them.
 */
export function surpriseActions(
  engine: EngineService,
  of: (document: vscode.TextDocument) => SurpriseDocument | undefined,
): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    async provideCodeActions(document, range, { triggerKind, only }, token) {
      if (triggerKind !== vscode.CodeActionTriggerKind.Invoke) return [];
      if (only !== undefined && !only.contains(KIND)) return [];
      const surprise = of(document);
      return surprise === undefined ? [] : actionsAt(engine, surprise, range, token);
    },
  };
  return vscode.languages.registerCodeActionsProvider('*', provider, { providedCodeActionKinds: [KIND] });
}

async function actionsAt(
  engine: EngineService,
  surprise: SurpriseDocument,
  range: vscode.Range,
  token: vscode.CancellationToken,
): Promise<vscode.CodeAction[]> {
  const { document } = surprise;
  const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  const found = surprise.at(start);
  // The cursor behind a word is at it, too.
  const words = range.isEmpty && start > 0 && !found.first && !found.second ? surprise.at(start - 1) : found;
  const abort = new AbortController();
  const leaving = token.onCancellationRequested(() => abort.abort());
  const actions = new Map<string, vscode.CodeAction>();
  try {
    for (const which of ['first', 'second'] as const satisfies Which[]) {
      const reader = surprise.reader(which);
      const word = words[which];
      if (reader === null || word === undefined || stepOf(word.bits) === null || end > word.place.end) continue;
      const expected = await expectedWords(engine, reader, word, abort.signal);
      if (abort.signal.aborted) return [];
      for (const { text, probability } of expected.words) {
        if (actions.has(text)) continue;
        const share = formatPercent(probability, vscode.env.language);
        const title = vscode.l10n.t('Expected Instead: “{0}” ({1} by {2})', isolate(text), share, reader.model);
        const action = new vscode.CodeAction(title, KIND);
        action.edit = new vscode.WorkspaceEdit();
        action.edit.replace(document.uri, toEditorRange(document, word.place), text);
        actions.set(text, action);
      }
    }
  } finally {
    leaving.dispose();
  }
  return surprise.isFresh ? [...actions.values()] : [];
}
