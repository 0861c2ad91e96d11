import type { Signal } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import type { PooledSimilarities, SentenceComparison } from '../../src/protocol/webviews/index.js';
import type { Numbers } from '../kit/numbers.js';

export type PoolingName = PooledSimilarities['pooling'];

/** What survives the page being hidden. */
export interface SentencesViewState {
  /** null: the first that there is */
  pooling: PoolingName | null;
}

/** What the page is drawn with. */
export interface SentencesPage {
  numbers: Numbers;
  comparison: SentenceComparison;
  pooling: Signal<PoolingName | null>;
  reveal: (index: number) => void;
  exportCsv: () => void;
  explain: () => void;
  copyCommand: () => void;
}

export function poolingName(pooling: PoolingName): string {
  switch (pooling) {
    case 'own':
      return l10n.t('the model’s own');
    case 'mean':
      return l10n.t('mean');
    case 'cls':
      return '[CLS]';
    case 'sep':
      return '[SEP]';
    case 'max':
      return l10n.t('maximum');
    case 'last':
      return l10n.t('last token');
  }
}

/** What a pooling does, in a sentence. */
export function poolingEffect(pooling: PoolingName): string {
  switch (pooling) {
    case 'own':
      return l10n.t('As the model’s files say it was trained.');
    case 'mean':
      return l10n.t('The average of all tokens’ vectors.');
    case 'cls':
      return l10n.t('The vector of the token in front, which has read the whole sentence.');
    case 'sep':
      return l10n.t('The vector of the token behind the sentence.');
    case 'max':
      return l10n.t('Of each dimension the largest value of all tokens.');
    case 'last':
      return l10n.t('The vector of the last token, the only one that has read all the others.');
  }
}
