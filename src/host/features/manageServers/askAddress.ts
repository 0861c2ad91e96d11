import * as vscode from 'vscode';
import { isPrivate } from '../../../hub/address.js';
import { isLoopback, toErrorValue } from '../../../protocol/engine/index.js';
import { serverAddress } from '../../../servers/index.js';
import { errorDetail } from '../../../wording/index.js';
import { showInputBox } from '../../core/messages.js';
import { userNumber } from '../../core/userNumber.js';

/** What is wrong with an address as far as it is typed; null: nothing. */
function wrongWith(typed: string): string | null {
  try {
    serverAddress(typed);
    return null;
  } catch (error) {
    const { details, message } = toErrorValue(error);
    return details ? errorDetail(details, userNumber()) : message;
  }
}

/** Asks where a server is; undefined where the user left. */
export async function askAddress(known = ''): Promise<string | undefined> {
  const typed = await showInputBox({
    title: vscode.l10n.t('Add Server: Address'),
    prompt: vscode.l10n.t(
      'Of a server that speaks OpenAI’s API: 127.0.0.1:8080 (llama.cpp here), localhost:8000 (vLLM here), https://gpu.example.org/v1 (elsewhere).',
    ),
    value: known,
    validateInput: (value) => (value.trim() === '' ? null : wrongWith(value)),
  });
  if (typed === undefined || typed.trim() === '') return undefined;
  return serverAddress(typed);
}

/** Whether a key may go to an address: nobody between reads it. */
const mayHaveKey = (address: string) => isLoopback(address) || isPrivate(new URL(address));

/** Asks for a server's key; undefined where the user left, empty where it has none, or is to keep the one it had. */
export function askKey(address: string, isKept: boolean): Thenable<string | undefined> {
  const { host } = new URL(address);
  const open = vscode.l10n.t(
    'A key would go to {0} for everybody to read. Give an address with https, or one of this machine that a tunnel (ssh -L) leads on from.',
    host,
  );
  const empty = isKept
    ? vscode.l10n.t(
        'It stays in the keychain of your system and goes to {0} only. Nothing typed: the one that is kept.',
        host,
      )
    : vscode.l10n.t('It stays in the keychain of your system and goes to {0} only. Nothing typed: none.', host);
  return showInputBox({
    title: vscode.l10n.t('Add Server: Key'),
    prompt: mayHaveKey(address) ? empty : vscode.l10n.t('Press Enter for none. {0}', open),
    password: true,
    validateInput: (value) => (value.trim() === '' || mayHaveKey(address) ? null : open),
  });
}
