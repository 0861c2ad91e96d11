import * as vscode from 'vscode';
import { showInformationMessage } from '../../core/messages.js';
import { copyText, offerText } from '../../editor/offerText.js';
import { applyEditsOrOffer } from '../../editor/applyEdits.js';
import { trackCursor } from '../../editor/trackedText.js';

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
  const cursor = trackCursor(editor);
  try {
    // A token of GPT-2 begins with its space; where one stands already, or a line begins, it is left out.
    const fitting = /(^|\s)$/.test(cursor.text) ? text.trimStart() : text;
    if (fitting === '') return false;
    return (await applyEditsOrOffer([{ in: cursor, place: 'end', text: fitting }])) === 'placed';
  } catch (error) {
    await offerText(text, vscode.l10n.t('This document cannot be edited.'), { canInsert: false });
    throw error;
  } finally {
    cursor.dispose();
  }
}
