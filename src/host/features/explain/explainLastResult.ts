import * as vscode from 'vscode';
import type { Services } from '../../core/services.js';
import type { ExplainPanel } from './explainPanel.js';

/**
 * *Explain Last Result*: opens the panel beside the text; asked again, the keyboard goes there. After a reload of the window
 * the panel comes back, and its page shows what it kept.
 */
export const explainLastResultCommand = (
  services: Services,
  { extensionUri, subscriptions }: vscode.ExtensionContext,
) => {
  let panel: ExplainPanel | null = null;
  // The panel's code is loaded with the first panel: activation stays short.
  const open = async (restored: vscode.WebviewPanel | null): Promise<void> => {
    const module = await import('./explainPanel.js');
    const opened: ExplainPanel = new module.ExplainPanel(services, extensionUri, restored, () => {
      if (panel === opened) panel = null;
    });
    panel?.dispose();
    panel = opened;
  };
  subscriptions.push(
    vscode.window.registerWebviewPanelSerializer('glassbox.explain', { deserializeWebviewPanel: open }),
    { dispose: () => panel?.dispose() },
  );
  return async (): Promise<void> => {
    if (panel) panel.reveal();
    else await open(null);
  };
};
