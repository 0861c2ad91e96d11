import * as vscode from 'vscode';
import { cellOf } from './notebookCells.js';

/** A document's place as a user would name it: file and line, of a notebook the cell. */
export function documentLabel(document: vscode.TextDocument, offset: number): string {
  const name = document.uri.path.split('/').at(-1) || document.uri.path;
  const line = String(document.positionAt(offset).line + 1);
  const cell = cellOf(document);
  if (cell) return vscode.l10n.t('{0}, cell {1}, line {2}', name, String(cell.index + 1), line);
  return vscode.l10n.t('{0}, line {1}', name, line);
}
