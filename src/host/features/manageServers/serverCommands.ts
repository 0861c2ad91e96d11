import type * as vscode from 'vscode';
import type { Services } from '../../core/services.js';

const NAMES = ['addServer', 'showServer', 'probeServer', 'removeServer'] as const;

export type ServerCommand = (typeof NAMES)[number];

/** The commands that work on added servers; what they do is loaded when one is first used. */
export function serverCommands(services: Services, { subscriptions }: Pick<vscode.ExtensionContext, 'subscriptions'>) {
  const run =
    (name: ServerCommand) =>
    async (...args: unknown[]): Promise<unknown> => {
      const { SERVER_ACTIONS } = await import('./serverActions.js');
      return SERVER_ACTIONS[name](services, args[0], subscriptions);
    };
  return Object.fromEntries(NAMES.map((name) => [name, run(name)])) as Record<ServerCommand, ReturnType<typeof run>>;
}
