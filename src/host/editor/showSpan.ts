import * as vscode from 'vscode';
import type { Span } from '../../protocol/engine/index.js';
import { setStatusBarMessage } from '../core/messages.js';
import { cellOf, showCell } from './notebookCells.js';
import type { TrackedSpans } from './trackedSpans.js';
import { toEditorRange } from './trackedText.js';

const SAID_MS = 5000;

/** The editor that shows a document; undefined where its tab is hidden. */
export const editorOf = (document: vscode.TextDocument): vscode.TextEditor | undefined =>
  [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors].find((editor) => editor?.document === document);

/** Selects a stretch of a document in its editor, which gets the keyboard unless `preserveFocus`. */
async function showSpan(document: vscode.TextDocument, span: Span, { preserveFocus = false } = {}): Promise<void> {
  const cell = cellOf(document);
  if (cell) return showCell(cell, span, preserveFocus);
  const shown = editorOf(document);
  const selection = toEditorRange(document, span);
  await vscode.window.showTextDocument(document, {
    selection,
    preserveFocus,
    ...(shown?.viewColumn !== undefined && { viewColumn: shown.viewColumn }),
  });
}

/** The same for one of many tracked stretches; says so where its words were changed. */
export async function showTracked(
  spans: TrackedSpans,
  index: number,
  options?: { preserveFocus: boolean },
): Promise<void> {
  // A document that was closed is read again, which tells whether the words still stand there.
  const { document } = spans;
  if (document.isClosed) await vscode.workspace.openTextDocument(document.uri);
  const span = spans.at(index);
  if (span !== null && !spans.document.isClosed) await showSpan(spans.document, span, options);
  else setStatusBarMessage(vscode.l10n.t('The text was changed there.'), SAID_MS, 'warning');
}
