import * as vscode from 'vscode';
import type * as ContinuingModule from './controller.js';
import type { Services } from '../../core/services.js';
import { keyCommandIds } from '../../core/commandIds.js';

type Continuing = ReturnType<typeof ContinuingModule.createContinueTextController>;

/** *Continue Text*: the model writes on at the cursor, as ghost text that is taken, taken by words, or dropped. */
export function continueTextCommand(
  services: Services,
  { subscriptions }: vscode.ExtensionContext,
): () => Promise<void> {
  let loaded: Promise<Continuing> | null = null;
  // Loaded with the first run: activation stays short.
  const load = () =>
    (loaded ??= import('./controller.js').then((module) => module.createContinueTextController(services)));
  const end = async () => (await loaded)?.end();
  const taken = async () => (await loaded)?.taken();
  const take = (part: 'word' | 'sentence') => async () => (await loaded)?.take(part);
  subscriptions.push(
    vscode.commands.registerCommand(keyCommandIds.dropContinuation, end),
    vscode.commands.registerCommand(keyCommandIds.continuationTaken, taken),
    vscode.commands.registerCommand(keyCommandIds.takeWord, take('word')),
    vscode.commands.registerCommand(keyCommandIds.takeSentence, take('sentence')),
    { dispose: () => void loaded?.then((one) => one.dispose()) },
  );
  return async () => (await load()).run();
}
