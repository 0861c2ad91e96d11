import * as vscode from 'vscode';
import { extensionOf } from '../../../documents/formatOfLanguage.js';
import { cellOf } from '../../editor/notebookCells.js';
import { TrackedSpans } from '../../editor/trackedSpans.js';
import type { LeftOut } from './similarTree.js';

/** Longer texts, in UTF-16 units, are not read among the open ones. */
const LONGEST = 2_000_000;

/** A document that is searched: what the engine knows it by, and its text, which is followed from now on. */
export interface SearchedDocument {
  name: string;
  uri: string;
  spans: TrackedSpans;
}

/** What is searched, and what of the open files is not. */
export interface Searched {
  documents: SearchedDocument[];
  leftOut: LeftOut[];
}

/** A file as it is open: a text, or a notebook, whose cells are texts each. */
interface OpenFile {
  uri: vscode.Uri;
  isNotebook: boolean;
}

/** The files that are open as texts or notebooks, each once, those of hidden tabs among them. */
export function openFiles(): OpenFile[] {
  const tabs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
  const files = tabs.flatMap(({ input }): OpenFile[] => {
    if (input instanceof vscode.TabInputText) return [{ uri: input.uri, isNotebook: false }];
    if (input instanceof vscode.TabInputTextDiff) return [{ uri: input.modified, isNotebook: false }];
    if (input instanceof vscode.TabInputNotebook) return [{ uri: input.uri, isNotebook: true }];
    return input instanceof vscode.TabInputNotebookDiff ? [{ uri: input.modified, isNotebook: true }] : [];
  });
  return [...new Map(files.map((file) => [file.uri.toString(), file])).values()];
}

/** What *this file* means: the text of the editor, or all cells of the notebook; null where there is neither. */
export function activeFile(
  editor: vscode.TextEditor | undefined,
): { name: string; documents: readonly vscode.TextDocument[] } | null {
  const notebook = editor ? cellOf(editor.document)?.notebook : vscode.window.activeNotebookEditor?.notebook;
  if (notebook) return { name: fileName(notebook.uri), documents: textsOf(notebook) };
  return editor ? { name: fileName(editor.document.uri), documents: [editor.document] } : null;
}

/** What a file is called: its path in the workspace, or its name. */
const fileName = (uri: vscode.Uri): string =>
  uri.scheme === 'file' ? vscode.workspace.asRelativePath(uri) : uri.path.replace(/^\//, '');

/** What a document is called: its file's name, in a notebook with the cell's number, from 1. */
export function documentName(document: vscode.TextDocument): string {
  const cell = cellOf(document);
  if (!cell) return fileName(document.uri);
  return vscode.l10n.t('{0}, cell {1}', fileName(cell.notebook.uri), String(cell.index + 1));
}

const textsOf = (notebook: vscode.NotebookDocument) => notebook.getCells().map(({ document }) => document);

/** Names that are all different, so that a result's document is told by its name. */
function differing(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name) => {
    let own = name;
    // The ending stays: it tells how the text is read.
    for (let at = 2; used.has(own); at++) own = `${at}: ${name}`;
    used.add(own);
    return own;
  });
}

/** The texts of a file; null where the editor does not open it: as a text, since it is binary; a notebook, since it is none. */
async function opened({ uri, isNotebook }: OpenFile): Promise<vscode.TextDocument[] | null> {
  const { workspace } = vscode;
  const opening = isNotebook
    ? workspace.openNotebookDocument(uri).then(textsOf)
    : workspace.openTextDocument(uri).then((document) => [document]);
  return opening.then(
    (documents) => documents,
    () => null,
  );
}

/** Reads the open files as they are in the editor, saved or not. */
export async function searchedDocuments(files: readonly OpenFile[]): Promise<Searched> {
  const texts: vscode.TextDocument[] = [];
  const leftOut: LeftOut[] = [];
  for (const file of files) {
    const leave = (reason: LeftOut['reason']) =>
      leftOut.push({ name: fileName(file.uri), reason, uri: file.uri.toString() });
    const documents = await opened(file);
    if (documents === null) leave(file.isNotebook ? 'unreadable' : 'binary');
    else if (documents.reduce((sum, document) => sum + document.getText().length, 0) > LONGEST) leave('large');
    else texts.push(...documents);
  }
  return { documents: followed(texts), leftOut };
}

/** A text without a file of its own is read as what the editor says that it is; in files the ending tells. */
function readName(document: vscode.TextDocument): string {
  const { uri, languageId } = document;
  const hasEnding = uri.scheme !== 'vscode-notebook-cell' && (uri.scheme !== 'untitled' || /\.\w+$/.test(uri.path));
  const extension = hasEnding ? undefined : extensionOf(languageId);
  return documentName(document) + (extension === undefined ? '' : `.${extension}`);
}

/** Follows documents from now on. */
export function followed(documents: readonly vscode.TextDocument[]): SearchedDocument[] {
  const names = differing(documents.map(readName));
  return documents.map((document, at) => ({
    name: names[at]!,
    uri: document.uri.toString(),
    spans: new TrackedSpans(document, document.getText()),
  }));
}
