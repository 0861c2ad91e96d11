import * as vscode from 'vscode';
import { wholeCharacters } from '../../text/wholeCharacters.js';
import { setStatusBarMessage, showWarningMessage } from '../core/messages.js';
import { openBeside } from './openBeside.js';

async function insertAtCursor(text: string): Promise<boolean> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return false;
  const { version } = editor.document;
  const { active } = editor.selection;
  // It fails when the text changes at this moment, and throws when the editor was closed.
  const done = await editor
    .edit((builder) => builder.insert(active, wholeCharacters(text)))
    .then(undefined, () => false);
  return done && editor.document.version !== version;
}

/** Copies a text and says so where it disturbs least. */
export async function copyText(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  setStatusBarMessage(vscode.l10n.t('Copied'), 3000, 'check');
}

/**
 * Offers a result that has no place of its own: nothing that was computed is lost.
 * @param canInsert whether the document at the cursor can be edited, as far as that is known
 * @param beside the editor's language of a document of its own that it can be opened in
 */
export async function offerText(
  text: string,
  why: string,
  { canInsert = true, beside }: { canInsert?: boolean; beside?: string } = {},
): Promise<void> {
  const copy = vscode.l10n.t('Copy Result');
  const insert = vscode.l10n.t('Insert at Cursor');
  const open = vscode.l10n.t('Open Beside');
  const offers = [copy, ...(canInsert ? [insert] : []), ...(beside === undefined ? [] : [open])];
  const chosen = await showWarningMessage(why, ...offers);
  if (chosen === copy) await copyText(text);
  if (chosen === open && beside !== undefined) await openBeside(text, beside);
  // A result that cannot be inserted either is still in the user's hands.
  if (chosen === insert && !(await insertAtCursor(text))) await copyText(text);
}
