import * as l10n from '@vscode/l10n';
import type { CutReason } from '../../src/protocol/engine/index.js';

/** Says which processor removed a token. */
export function cutReasonText(reason: CutReason): string {
  switch (reason) {
    case 'topK':
      return l10n.t('cut: top-k');
    case 'topP':
      return l10n.t('cut: top-p');
    case 'minP':
      return l10n.t('cut: min-p');
    case 'typicalP':
      return l10n.t('cut: typical-p');
    case 'epsilonCutoff':
      return l10n.t('cut: epsilon');
    case 'etaCutoff':
      return l10n.t('cut: eta');
    case 'noRepeatNgramSize':
      return l10n.t('cut: repeats');
    case 'minNewTokens':
      return l10n.t('cut: too early');
    case 'badWords':
      return l10n.t('cut: never written by this model');
    case 'forced':
      return l10n.t('cut: the model’s settings want another token here');
    case 'plausibility':
      return l10n.t('cut: implausible');
  }
}
