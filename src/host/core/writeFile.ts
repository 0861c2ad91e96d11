import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';

/** Whether a file system has no more room, or none for this user. */
export function isFull(error: unknown): boolean {
  return error instanceof Error && /\b(?:ENOSPC|EDQUOT)\b/.test(error.message);
}

/** The file beside another one in which its new content is written first. */
export function besideOf(file: vscode.Uri): vscode.Uri {
  return file.with({ path: `${file.path}.glassbox-part` });
}

/**
 * Writes a file whole or not at all: a disk that is full halfway costs nothing of what the file held before. The content
 * is written beside it and takes its name when it is complete. A file system that puts the old file away before it gives
 * the new one its name may fail in between; then the complete content stays beside.
 * @throws what the file system says
 */
export async function writeFile(file: vscode.Uri, content: Uint8Array): Promise<void> {
  const { fs } = vscode.workspace;
  const target = await linked(file);
  const beside = besideOf(target);
  try {
    await fs.writeFile(beside, content);
  } catch (error) {
    await remove(beside);
    // Only files that are there may be writable in such a folder.
    if (error instanceof vscode.FileSystemError && error.code === 'NoPermissions') return fs.writeFile(target, content);
    throw error;
  }
  try {
    await fs.rename(beside, target, { overwrite: true });
  } catch (error) {
    if (await exists(target)) await remove(beside);
    throw error;
  }
}

/** What a link leads to, so that the link stays one; the file itself where it is none. */
async function linked(file: vscode.Uri): Promise<vscode.Uri> {
  if (file.scheme !== 'file') return file;
  return realpath(file.fsPath).then(
    (path) => vscode.Uri.file(path),
    () => file,
  );
}

async function exists(file: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}

async function remove(file: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.delete(file).then(undefined, () => undefined);
}
