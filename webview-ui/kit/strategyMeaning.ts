import * as l10n from '@vscode/l10n';
import type { Strategy } from '../../src/protocol/engine/index.js';

/** Says in a sentence how a strategy chooses. */
export function strategyMeaning(strategy: Strategy): string {
  switch (strategy) {
    case 'greedy':
      return l10n.t('Greedy: always the most probable token.');
    case 'beam':
      return l10n.t('Beam search: the most probable beginnings are kept side by side, and the best whole text wins.');
    case 'sample':
      return l10n.t('Sampling: each token is drawn by its probability, so another seed gives another text.');
    case 'contrastiveSearch':
      return l10n.t('Contrastive search: a probable token that is unlike the text so far.');
    case 'contrastiveDecoding':
      return l10n.t('Contrastive decoding: tokens that this model finds more probable than a weaker one does.');
  }
}
