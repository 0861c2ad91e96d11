import * as vscode from 'vscode';

/** Whether one of these may be of an index that is there: it lies in the workspace, and the index's folder exists. */
export async function isIndexed(folder: vscode.Uri, uris: readonly vscode.Uri[]): Promise<boolean> {
  if (!uris.some((uri) => uri.scheme === 'file' && vscode.workspace.getWorkspaceFolder(uri))) return false;
  return vscode.workspace.fs.stat(folder).then(
    () => true,
    () => false,
  );
}
