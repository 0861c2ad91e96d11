import * as vscode from 'vscode';

/**
 * Finds out which of several suggestions is shown: the editor tells extensions only when one is taken, so it is taken and
 * that is undone.
 * @returns the text; null when nothing is shown, or the text changed meanwhile
 */
export async function shownSuggestion({ document, selection }: vscode.TextEditor): Promise<string | null> {
  const before = document.getText();
  const start = document.offsetAt(selection.active);
  await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
  const after = document.getText();
  const length = after.length - before.length;
  const isTaken = length > 0 && before === after.slice(0, start) + after.slice(start + length);
  if (!isTaken) return null;
  await vscode.commands.executeCommand('undo');
  return document.getText() === before ? after.slice(start, start + length).replaceAll('\r\n', '\n') : null;
}
