import * as vscode from 'vscode';
import { showInformationMessage } from '../../core/messages.js';
import { copyText, offerText } from '../../editor/offerText.js';
import { applyEditsOrOffer } from '../../editor/applyEdits.js';
import { TrackedText } from '../../editor/trackedText.js';

/** So much text before the cursor tells where it is. */
const MARK = 200;

/**
 * Puts a text in at an editor's cursor, as one undo. Where there is no editor, or its document cannot be changed, it is
 * offered for copying.
 * @returns whether it went in
 */
export async function insertAtCursor(editor: vscode.TextEditor | undefined, text: string): Promise<boolean> {
  if (!editor) {
    const copy = vscode.l10n.t('Copy Result');
    const question = vscode.l10n.t('No text is open to insert into.');
    if ((await showInformationMessage(question, copy)) === copy) await copyText(text);
    return false;
  }
  const { document, selection } = editor;
  const end = document.offsetAt(selection.active);
  const mark = new TrackedText(document, { start: Math.max(0, end - MARK), end });
  try {
    const at = mark.text.length;
    // A token of GPT-2 begins with its space; where one stands already, or a line begins, it is left out.
    const fitting = /(^|\s)$/.test(mark.text) ? text.trimStart() : text;
    if (fitting === '') return false;
    const edit = { in: mark, place: { start: at, end: at }, text: fitting };
    return (await applyEditsOrOffer([edit])) === 'placed';
  } catch (error) {
    await offerText(text, vscode.l10n.t('This document cannot be edited.'));
    throw error;
  } finally {
    mark.dispose();
  }
}
