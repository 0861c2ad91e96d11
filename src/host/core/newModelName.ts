import * as vscode from 'vscode';
import { isModelName } from '../../hub/index.js';
import type { ModelInfo } from '../../protocol/engine/index.js';
import { showInputBox } from './messages.js';

/** How a name is asked for. */
interface Question {
  title: string;
  prompt: string;
  /** what a free name is made from */
  from: string;
  /** behind the name, of each model that gets it; a model has the name itself when left out */
  endings?: readonly string[];
}

/** A name made from another one, which no model has. */
export function freeName(from: string, isTaken: (name: string) => boolean): string {
  const plain = from.replace(/[^\w.-]+|[._-]{2,}/g, '-').replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  const base = isModelName(plain) ? plain : 'mine';
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base}-${count}`;
    if (!isTaken(name)) return name;
  }
}

/** Asks what new models are called; null where the user left. @param models that there are: their names are taken */
export async function askModelName(
  models: readonly ModelInfo[],
  { title, prompt, from, endings = [''] }: Question,
): Promise<string | null> {
  const taken = new Set(models.map(({ id }) => id.toLowerCase()));
  const isTaken = (name: string) => endings.some((ending) => taken.has((name + ending).toLowerCase()));
  const fault = (name: string): string | null => {
    if (!isModelName(name) || !endings.every((ending) => isModelName(name + ending))) {
      return vscode.l10n.t(
        'Take up to 96 letters from A to Z, digits, and single . - _ between them, and no name that Windows gives to a device, as con.',
      );
    }
    return isTaken(name) ? vscode.l10n.t('There is a model of this name.') : null;
  };
  const name = await showInputBox({ title, prompt, value: freeName(from, isTaken), validateInput: fault });
  return name === undefined || fault(name) !== null ? null : name;
}
