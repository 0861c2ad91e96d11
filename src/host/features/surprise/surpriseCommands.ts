import type * as vscode from 'vscode';
import type { Services } from '../../core/services.js';
import type { SurpriseView } from './surpriseView.js';

/** *Show Surprise* and its figures; what they do is loaded when one is first used. */
export function surpriseCommands(
  services: Services,
  { subscriptions }: Pick<vscode.ExtensionContext, 'subscriptions'>,
) {
  const load = async (): Promise<SurpriseView> => {
    const { SurpriseView } = await import('./surpriseView.js');
    const made = new SurpriseView(services);
    subscriptions.push(made);
    return made;
  };
  let loaded: Promise<SurpriseView> | null = null;
  const view = () => (loaded ??= load());
  return {
    showSurprise: async (): Promise<void> => (await view()).toggle(),
    surpriseFigures: async (): Promise<void> => (await view()).showFigures(),
  };
}
