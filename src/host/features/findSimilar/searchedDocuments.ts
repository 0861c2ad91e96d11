import * as vscode from 'vscode';
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

/** The files that are open as texts, each once, those of hidden tabs among them. */
export function openFiles(): vscode.Uri[] {
  const tabs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
  const uris = tabs.flatMap(({ input }) => {
    if (input instanceof vscode.TabInputText) return [input.uri];
    return input instanceof vscode.TabInputTextDiff ? [input.modified] : [];
  });
  return [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
}

/** What a document is called: its path in the workspace, or its name. */
export const documentName = (uri: vscode.Uri): string =>
  uri.scheme === 'file' ? vscode.workspace.asRelativePath(uri) : uri.path.replace(/^\//, '');

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

/** Reads the open files as they are in the editor, saved or not. */
export async function searchedDocuments(uris: readonly vscode.Uri[]): Promise<Searched> {
  const texts: vscode.TextDocument[] = [];
  const leftOut: LeftOut[] = [];
  for (const uri of uris) {
    const name = documentName(uri);
    // The editor opens no binary file as a text.
    const document = await vscode.workspace.openTextDocument(uri).then(
      (opened) => opened,
      () => null,
    );
    if (document === null) leftOut.push({ name, reason: 'binary', uri: uri.toString() });
    else if (document.getText().length > LONGEST) leftOut.push({ name, reason: 'large', uri: uri.toString() });
    else texts.push(document);
  }
  return { documents: followed(texts), leftOut };
}

/** A text without a file is read as what the editor says that it is; in files the ending tells. */
const ENDINGS: Readonly<Record<string, string>> = { markdown: '.md', html: '.html', latex: '.tex', json: '.json' };

const readName = ({ uri, languageId }: vscode.TextDocument): string =>
  documentName(uri) + (uri.scheme === 'untitled' && !/\.\w+$/.test(uri.path) ? (ENDINGS[languageId] ?? '') : '');

/** Follows documents from now on. */
export function followed(documents: readonly vscode.TextDocument[]): SearchedDocument[] {
  const names = differing(documents.map(readName));
  return documents.map((document, at) => ({
    name: names[at]!,
    uri: document.uri.toString(),
    spans: new TrackedSpans(document, document.getText()),
  }));
}
