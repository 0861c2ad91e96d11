import * as l10n from '@vscode/l10n';
import type { Architecture } from '../protocol/engine/index.js';

/** Names a kind of model in the user's language. */
export function architectureName(architecture: Architecture): string {
  switch (architecture) {
    case 'encoder':
      return l10n.t('encoder');
    case 'decoder':
      return l10n.t('decoder');
    case 'encoder-decoder':
      return l10n.t('encoder-decoder');
  }
}
