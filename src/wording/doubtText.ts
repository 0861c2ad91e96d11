import * as l10n from '@vscode/l10n';
import type { Doubt } from '../protocol/engine/index.js';
import { joinList, labelled } from './joining.js';

/** Says what is to be doubted in a translation. */
export function doubtText(doubt: Doubt): string {
  switch (doubt) {
    case 'repetition':
      return l10n.t('it repeats itself');
    case 'length':
      return l10n.t('it is much longer or shorter than the source');
    case 'probability':
      return l10n.t('the model was unsure of it');
    case 'unattended':
      return l10n.t('the model did not look at a part of the source');
    case 'facts':
      return l10n.t('a figure, a date or an amount is another');
    case 'language':
      return l10n.t('it is not in the language that was asked for');
    case 'structure':
      return l10n.t('signs, code or quotation marks were lost');
  }
}

/** Why a translation is not to be trusted, or that it is none; empty where nothing is to be said. */
export function doubtsText({ doubts = [], kept = false }: { doubts?: readonly Doubt[]; kept?: boolean }): string {
  const why = joinList(doubts.map(doubtText));
  if (kept) return why === '' ? l10n.t('Not translated') : labelled(l10n.t('Not translated'), why);
  return why === '' ? '' : labelled(l10n.t('In doubt'), why);
}
