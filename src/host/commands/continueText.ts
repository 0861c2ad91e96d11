import * as vscode from 'vscode';
import type * as ContinuingModule from '../continue/continuing.js';
import type { Services } from '../services.js';
import { keyCommandIds } from './ids.js';

type Continuing = ReturnType<typeof ContinuingModule.continuing>;

/** *Continue Text*: the model writes on at the cursor, as ghost text that is taken, taken by words, or dropped. */
export function continueText(services: Services, { subscriptions }: vscode.ExtensionContext): () => Promise<void> {
  let loaded: Promise<Continuing> | null = null;
  // Loaded with the first run: activation stays short.
  const load = () => (loaded ??= import('../continue/continuing.js').then((module) => module.continuing(services)));
  const end = async () => (await loaded)?.end();
  subscriptions.push(
    vscode.commands.registerCommand(keyCommandIds.dropContinuation, end),
    vscode.commands.registerCommand(keyCommandIds.continuationTaken, end),
    { dispose: () => void loaded?.then((one) => one.dispose()) },
  );
  return async () => (await load()).run();
}
