import * as vscode from 'vscode';
import { labelsIn, repeatedLabel } from './labels.js';
import { showInputBox } from './messages.js';

/**
 * Asks for two labels or more in a line, which differ.
 * @param value what stands there first
 * @returns the line and its labels, none where it was left empty; null where the user has left
 */
export async function askForLabels(
  title: string,
  prompt: string,
  value: string,
): Promise<{ line: string; labels: string[] } | null> {
  const line = await showInputBox({
    ...{ title, prompt, value },
    validateInput: (typed) => {
      const labels = labelsIn(typed);
      const repeated = repeatedLabel(labels);
      if (repeated !== null) return vscode.l10n.t('“{0}” is there twice.', repeated);
      return typed.trim() !== '' && labels.length < 2 ? vscode.l10n.t('Type another label.') : null;
    },
  });
  if (line === undefined) return null;
  const labels = labelsIn(line);
  return labels.length === 1 ? null : { line, labels };
}
