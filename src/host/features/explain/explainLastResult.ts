import * as vscode from 'vscode';
import type { Services } from '../../core/services.js';
import type { ExplainPanel } from './explainPanel.js';

/**
 * *Explain Last Result*: opens the panel beside the text; asked again, the keyboard goes there. A panel that the editor gives
 * back shows what its page kept.
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
  // The panel is not closed with the extension: a window that is reloaded would have noted it as closed.
  subscriptions.push(
    vscode.window.registerWebviewPanelSerializer('glassbox.explain', { deserializeWebviewPanel: open }),
  );
  return async (): Promise<void> => {
    if (panel) panel.reveal();
    else await open(null);
  };
};
