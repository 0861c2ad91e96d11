import type * as vscode from 'vscode';
import type { Services } from '../../core/services.js';
import type { ExplainPanel } from './explainPanel.js';

/** *Explain Last Result*: opens the panel beside the text; asked again, the keyboard goes there. */
export const explainLastResultCommand = (services: Services, context: vscode.ExtensionContext) => {
  let panel: ExplainPanel | null = null;
  context.subscriptions.push({ dispose: () => panel?.dispose() });
  return async (): Promise<void> => {
    const module = await import('./explainPanel.js');
    if (panel) panel.reveal();
    else panel = new module.ExplainPanel(services, context.extensionUri, () => (panel = null));
  };
};
