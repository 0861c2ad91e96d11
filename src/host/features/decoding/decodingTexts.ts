import type * as vscode from 'vscode';
import type { DecodingText } from '../../../protocol/webviews/index.js';
import { decodingFieldTexts } from './decodingFieldTexts.js';

/** What the Decoding view says of recipes, in the user's language; the page puts the figures in. */
export const decodingTexts = (l10n: Pick<typeof vscode.l10n, 't'>): Record<DecodingText, string> => ({
  ...decodingFieldTexts(l10n),
  ...faultTexts(l10n),
  seed: l10n.t('seed'),
});

const faultTexts = (l10n: Pick<typeof vscode.l10n, 't'>) => ({
  faultRange: l10n.t('must be from {0} to {1}'),
  faultWhole: l10n.t('must be a whole number from {0} to {1}'),
  faultNumber: l10n.t('must be a number'),
  faultGroups: l10n.t('must divide the {0} beams without rest'),
  faultDiversity: l10n.t('must be above 0 where there are several groups: they would all be the same'),
  faultGroupsDraw: l10n.t('cannot be together with several groups'),
  faultReturned: l10n.t('must be at most the number of beams, {0}'),
  faultOneText: l10n.t('must be 1: this strategy has one result'),
  faultPenaltyAlpha: l10n.t('needs a number from 0 to 1, such as 0.6'),
  faultCandidates: l10n.t('must be from 1 to 256, such as 4'),
  faultMinNew: l10n.t('must be at most the length, {0}'),
  faultAboveZero: l10n.t('must be above 0'),
  faultAmateur: l10n.t('Choose a smaller model with the same vocabulary.'),
  faultNoAmateur: l10n.t('No installed model is smaller and has the same vocabulary.'),
  faultEmptyPrompt: l10n.t('The prompt is empty. Write a beginning, or put the cursor behind some text.'),
  faultEngineGone: l10n.t('The engine ended before the run did.'),
});
