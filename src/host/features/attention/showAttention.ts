import * as vscode from 'vscode';
import type { Services } from '../../core/services.js';
import type * as PanelModule from './attentionPanel.js';

type Panel = PanelModule.AttentionPanel;

/**
 * *Show Attention*: opens the panel beside the text; asked again, it shows the text at the cursor and the keyboard goes
 * there. A link gives what to show as the argument. After a reload of the window the panel comes back.
 */
export const showAttentionCommand = (services: Services, { extensionUri, subscriptions }: vscode.ExtensionContext) => {
  let panel: Panel | null = null;
  // The panel's code is loaded with the first panel: activation stays short.
  const open = async (restored: vscode.WebviewPanel | null): Promise<Panel> => {
    const { AttentionPanel } = await import('./attentionPanel.js');
    const opened: Panel = new AttentionPanel(services, extensionUri, restored, () => {
      if (panel === opened) panel = null;
    });
    panel?.dispose();
    return (panel = opened);
  };
  const restore = {
    async deserializeWebviewPanel(restored: vscode.WebviewPanel, state: unknown): Promise<void> {
      const { parseViewState: memoryFrom } = await import('./requestSchema.js');
      const memory = memoryFrom(state);
      const opened = await open(restored);
      if (memory) opened.restore(memory);
      if (!memory?.subject) opened.showCursor();
    },
  };
  subscriptions.push(vscode.window.registerWebviewPanelSerializer('glassbox.attention', restore), {
    dispose: () => panel?.dispose(),
  });
  return async (argument?: unknown): Promise<void> => {
    const { parseRequest: requestFrom } = await import('./requestSchema.js');
    const request = requestFrom(argument);
    const shown = panel;
    const target = shown ?? (await open(null));
    if (request?.place === undefined && request?.text === undefined) target.showCursor();
    if (request) target.showRequest(request);
    if (shown) target.reveal();
  };
};
