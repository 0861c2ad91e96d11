import * as vscode from 'vscode';
import { toErrorValue } from '../../../protocol/engine/index.js';
import { errorDetail } from '../../../wording/index.js';
import { showErrorMessage } from '../../core/messages.js';
import { userNumber } from '../../core/userNumber.js';
import type { Services } from '../../core/services.js';
import { refused } from './export/decodingFile.js';

/** What a file is opened for. */
export interface FileRequest<T> {
  title: string;
  /** a file's ending, and what the dialog calls such files */
  ending: string;
  kind: string;
  /** bytes; what is larger is another file */
  most: number;
  /** @throws GlassboxError naming what is wrong with the text */
  read: (text: string) => T;
}

/**
 * Asks for a file and reads it; what is wrong with it is told, with the question again.
 * @returns null when the user did not want it
 */
export async function openFile<T>(services: Services, request: FileRequest<T>): Promise<T | null> {
  try {
    return await choose(request);
  } catch (error) {
    const { message, details } = toErrorValue(error);
    services.log.error(message);
    // What the editor or the system threw has its own words.
    const why = details ? errorDetail(details, userNumber()) : message;
    const another = vscode.l10n.t('Choose Another File');
    const chosen = await showErrorMessage(vscode.l10n.t('The file was not imported. {0}', why), another);
    return chosen === another ? openFile(services, request) : null;
  }
}

async function choose<T>({ title, ending, kind, most, read }: FileRequest<T>): Promise<T | null> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const [file] =
    (await vscode.window.showOpenDialog({
      filters: { [kind]: [ending] },
      canSelectMany: false,
      title,
      ...(folder && { defaultUri: folder }),
    })) ?? [];
  if (!file) return null;
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > most) {
    const message = `The file has ${size} bytes, and at most ${most} are read. Take another file.`;
    throw refused(message, { problem: 'tooLarge', bytes: size, most });
  }
  return read(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
}
