import * as l10n from '@vscode/l10n';

/** Takes the texts of the user's language, which the host writes into the page; English ones stand in the code. */
export function loadTexts({ dataset }: HTMLElement): void {
  if (dataset.l10n !== undefined) l10n.config({ contents: dataset.l10n });
}
