import type * as vscode from 'vscode';
import type { Services } from '../../core/services.js';
import type { SentencesPanel } from './sentencesPanel.js';

/** *Compare Sentences*: how near the selected lines are in meaning, by each pooling, in a panel beside the text. */
export const compareSentencesCommand = (services: Services, context: vscode.ExtensionContext) => {
  let panel: SentencesPanel | null = null;
  /** comparisons by when they were begun: one that is done late does not take the place of a later one */
  let begun = 0;
  let last = 0;
  const run = async (): Promise<void> => {
    const mine = ++begun;
    const { runComparison } = await import('./runComparison.js');
    try {
      const shown = await runComparison(services);
      if (shown === null) return;
      const module = await import('./sentencesPanel.js');
      if (mine < last) return shown.places.forEach((place) => place.dispose());
      last = mine;
      if (panel !== null) return panel.show(shown);
      panel = new module.SentencesPanel(services, context, shown, () => (panel = null));
    } catch (error) {
      services.report(error, () => void run());
    }
  };
  return run;
};
