import * as vscode from 'vscode';

/** What an index is made of, and where it is kept; or why there can be none. */
export type IndexedFolders =
  | { kind: 'folders'; folders: string[]; exclude: string[] }
  /** no folder is open */
  | { kind: 'none' }
  /** its folders are on no disk of this machine */
  | { kind: 'virtual' };

/** The folders of the workspace that are on the disk, and the globs of files that the user does not want to see. */
export function indexedFolders(): IndexedFolders {
  const all = vscode.workspace.workspaceFolders ?? [];
  if (all.length === 0) return { kind: 'none' };
  const onDisk = all.filter(({ uri }) => uri.scheme === 'file');
  if (onDisk.length === 0) return { kind: 'virtual' };
  const exclude = new Set(onDisk.flatMap(({ uri }) => excludedIn(uri)));
  return { kind: 'folders', folders: onDisk.map(({ uri }) => uri.fsPath), exclude: [...exclude] };
}

/** The globs that hold as they are; those that ask for another file beside (`when`) exclude nothing here. */
function excludedIn(folder: vscode.Uri): string[] {
  const globs = vscode.workspace.getConfiguration('files', folder).get<Record<string, unknown>>('exclude', {});
  return Object.entries(globs).flatMap(([glob, value]) => (value === true ? [glob] : []));
}
