import * as vscode from 'vscode';
import type { Span } from '../../protocol/engine/index.js';
import { toEditorRange } from './trackedText.js';

/** A cell's editor is there a moment after the cell is in sight, in milliseconds. */
const DRAWN_AFTER = 1000;

/** The cell that a document is the text of; undefined where it is no notebook's, or the notebook is closed. */
export function cellOf(document: vscode.TextDocument): vscode.NotebookCell | undefined {
  for (const notebook of vscode.workspace.notebookDocuments) {
    const cell = notebook.getCells().find((one) => one.document === document);
    if (cell) return cell;
  }
  return undefined;
}

/**
 * Selects a cell in its notebook, and in it a stretch of its text, where that is shown as it is written: of a cell of
 * Markdown mostly the drawn text is seen.
 */
export async function showCell(cell: vscode.NotebookCell, span: Span, preserveFocus: boolean): Promise<void> {
  const { notebook, document } = cell;
  const range = new vscode.NotebookRange(cell.index, cell.index + 1);
  const shown = vscode.window.visibleNotebookEditors.find((editor) => editor.notebook === notebook);
  const editor = await vscode.window.showNotebookDocument(notebook, {
    selections: [range],
    preserveFocus,
    ...(shown?.viewColumn !== undefined && { viewColumn: shown.viewColumn }),
  });
  editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
  const written = await writtenIn(document, cell.kind === vscode.NotebookCellKind.Code);
  if (!written) return;
  const { start, end } = toEditorRange(document, span);
  written.selection = new vscode.Selection(start, end);
  written.revealRange(written.selection);
}

const editorOfCell = (document: vscode.TextDocument) =>
  vscode.window.visibleTextEditors.find((editor) => editor.document === document);

/** The editor of a cell. @param isExpected whether to wait for it */
async function writtenIn(document: vscode.TextDocument, isExpected: boolean): Promise<vscode.TextEditor | undefined> {
  const there = editorOfCell(document);
  if (there || !isExpected) return there;
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      listener.dispose();
      resolve(editorOfCell(document));
    };
    const listener = vscode.window.onDidChangeVisibleTextEditors(() => editorOfCell(document) && done());
    const timer = setTimeout(done, DRAWN_AFTER);
  });
}
