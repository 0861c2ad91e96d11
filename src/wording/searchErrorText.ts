import * as l10n from '@vscode/l10n';
import type { FormatNumber } from '../decoding/config/texts.js';
import type { ErrorDetailsOf } from '../protocol/engine/index.js';

/** What is wrong with a search or an index of files, and what can be done. */
export function searchText(
  details: ErrorDetailsOf<
    'indexMissing' | 'indexOfOtherModel' | 'indexOfOtherVersion' | 'indexDamaged' | 'noCrossEncoder' | 'nothingToSearch'
  >,
  number: FormatNumber,
): string {
  switch (details.kind) {
    case 'indexMissing':
      return l10n.t('There is no index yet. Make one, or search the open files.');
    case 'indexOfOtherModel':
      if (details.model === details.wanted) {
        return l10n.t('{0} is another model now than the one that made the index. Make it anew.', details.model);
      }
      return l10n.t(
        'The index was made with {0}, and {1} is to search it. Make it anew, or search with {0}.',
        details.model,
        details.wanted,
      );
    case 'indexOfOtherVersion':
      return l10n.t('The index is of another release of Glassbox. Make it anew; your files are as they were.');
    case 'indexDamaged':
      return l10n.t('The index is damaged. Make it anew; your files are as they were.');
    case 'noCrossEncoder':
      return l10n.t(
        '{0} gives two texts {1} scores, and a cross-encoder gives them one. Choose a cross-encoder.',
        details.model,
        number(details.scores),
      );
    case 'nothingToSearch':
      return l10n.t('There is no sentence to search in. Take a text with words, or an index that has files.');
  }
}
