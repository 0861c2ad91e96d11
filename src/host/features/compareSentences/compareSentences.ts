import type * as vscode from 'vscode';
import type { Services } from '../../core/services.js';
import type { SentencesPanel } from './sentencesPanel.js';

/** *Compare Sentences*: how near the selected lines are in meaning, by each pooling, in a panel beside the text. */
export const compareSentencesCommand = (services: Services, context: vscode.ExtensionContext) => {
  let panel: SentencesPanel | null = null;
  const run = async (): Promise<void> => {
    const { runComparison } = await import('./runComparison.js');
    try {
      const shown = await runComparison(services);
      if (shown === null) return;
      if (panel !== null) return panel.show(shown);
      const module = await import('./sentencesPanel.js');
      panel = new module.SentencesPanel(services, context, shown, () => (panel = null));
    } catch (error) {
      services.report(error, () => void run());
    }
  };
  return run;
};
