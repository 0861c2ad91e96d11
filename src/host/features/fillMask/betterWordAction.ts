import * as vscode from 'vscode';
import { isolate } from '../../../text/isolate.js';
import { commandIds } from '../../core/commandIds.js';

/** Languages whose text is prose. In a program a word is mostly a name. */
const PROSE = ['plaintext', 'markdown', 'latex', 'tex', 'restructuredtext', 'asciidoc', 'git-commit'];

const LONGEST_WORD = 60;
const KIND = vscode.CodeActionKind.RefactorRewrite.append('betterWord');

/**
 * *Find a Better Word* among the editor's code actions (Ctrl+. and *Refactor…*). The light bulb asks at each move of the
 * cursor and would always be lit: of itself it is shown for one selected word only, and at the cursor when it is asked for.
 */
export function betterWordAction(): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions(document, range, { triggerKind, only }) {
      if (only !== undefined && !only.contains(KIND)) return [];
      const asked = triggerKind === vscode.CodeActionTriggerKind.Invoke;
      const word = wordIn(document, range, asked);
      if (word === null) return [];
      const title = vscode.l10n.t('Find a Better Word for “{0}”', isolate(word));
      const action = new vscode.CodeAction(title, KIND);
      action.command = { command: commandIds.betterWord, title };
      return [action];
    },
  };
  return vscode.languages.registerCodeActionsProvider(PROSE, provider, { providedCodeActionKinds: [KIND] });
}

/** The one word that is selected, or the one at the cursor where that is asked for. */
function wordIn(document: vscode.TextDocument, range: vscode.Range, atCursor: boolean): string | null {
  if (range.isEmpty && !atCursor) return null;
  const found = range.isEmpty ? document.getWordRangeAtPosition(range.start, /[\p{L}\p{M}'’-]+/u) : range;
  if (found === undefined || !found.isSingleLine) return null;
  const text = document.getText(found).trim();
  return text.length <= LONGEST_WORD && /^\p{L}[\p{L}\p{M}'’-]*$/u.test(text) ? text : null;
}
