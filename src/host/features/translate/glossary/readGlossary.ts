import * as vscode from 'vscode';
import type { Settings } from '../../../core/settings.js';
import { type Glossary, parseGlossary } from './parseGlossary.js';

/** Bytes; what is larger is no glossary. */
const MOST = 2_000_000;

/** Why a glossary could not be read at all. */
export type GlossaryFileProblem =
  { kind: 'missing' } | { kind: 'noFolder' } | { kind: 'tooLarge'; bytes: number; most: number };

/** The glossary that the settings name, as far as it could be read. */
export interface ReadGlossary extends Glossary {
  /** null: none is named, or nobody can tell where it is */
  uri: vscode.Uri | null;
  /** as the setting names it */
  name: string;
  problem: GlossaryFileProblem | null;
}

/** Reads the glossary that the settings name. @param document in whose folder a relative path begins */
export async function readGlossary(settings: Settings, document: vscode.TextDocument): Promise<ReadGlossary> {
  const name = settings.get('translation.glossary').trim();
  const nothing = { name, terms: [], faults: [], problem: null, uri: null };
  if (name === '') return nothing;
  const uri = placeOf(name, document);
  if (uri === null) return { ...nothing, problem: { kind: 'noFolder' } };
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.Directory) !== 0) return { ...nothing, uri, problem: { kind: 'missing' } };
    if (size > MOST) return { ...nothing, uri, problem: { kind: 'tooLarge', bytes: size, most: MOST } };
    return { ...nothing, uri, ...parseGlossary(decode(await vscode.workspace.fs.readFile(uri))) };
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return { ...nothing, uri, problem: { kind: 'missing' } };
    throw error;
  }
}

/** An absolute path, or one from the document's workspace folder, else the first one. */
function placeOf(name: string, { uri }: vscode.TextDocument): vscode.Uri | null {
  if (/^(?:[/\\]|[a-z]:[/\\])/i.test(name)) return vscode.Uri.file(name);
  const folder = vscode.workspace.getWorkspaceFolder(uri) ?? vscode.workspace.workspaceFolders?.[0];
  return folder === undefined ? null : vscode.Uri.joinPath(folder.uri, ...name.split(/[/\\]/));
}

/** UTF-8, or what spreadsheets call Unicode text; bytes that are neither become U+FFFD, which is found by its line. */
function decode(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}
