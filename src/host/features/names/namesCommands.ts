import * as vscode from 'vscode';
import { keyCommandIds } from '../../core/commandIds.js';
import type { Services } from '../../core/services.js';
import type { Names } from './names.js';

/** The commands of *Find Names*; view and marks are made when one is first used. */
export function namesCommands(services: Services, context: vscode.ExtensionContext) {
  const load = async (): Promise<Names> => {
    const made = new (await import('./names.js')).Names(services);
    context.subscriptions.push(made);
    return made;
  };
  let loaded: Promise<Names> | null = null;
  const run = (work: (names: Names) => Promise<void>) => async () => work(await (loaded ??= load()));
  const show = async (index: unknown) => (await loaded)?.show(index).catch((error: unknown) => services.report(error));
  context.subscriptions.push(vscode.commands.registerCommand(keyCommandIds.showName, show));
  return {
    findNames: run((names) => names.find()),
    nextName: run((names) => names.step(1)),
    previousName: run((names) => names.step(-1)),
    copyNames: run((names) => names.copy()),
    exportNames: run((names) => names.export()),
    clearNames: run((names) => names.clear()),
    labelNames: run((names) => names.label()),
  };
}
