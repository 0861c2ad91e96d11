import type * as vscode from 'vscode';
import type { RunText } from '../../../../protocol/webviews/index.js';
import { sharedTexts } from '../../../webviews/sharedTexts.js';

/** What a saved comparison says beside the pages' own texts. */
type ExportText =
  | 'title'
  | 'saved'
  | 'model'
  | 'length'
  | 'prompt'
  | 'runs'
  | 'run'
  | 'nothing'
  | 'seed'
  | 'sequence'
  | 'milliseconds'
  | 'chart'
  | 'chartMeaning'
  | 'probability'
  | 'warnings';

/** Texts and numbers of a saved comparison, in the person's language. */
export interface ExportWords {
  say: (text: ExportText, ...values: readonly string[]) => string;
  /** a text of the pages, such as a measure's name */
  name: (text: RunText, ...values: readonly string[]) => string;
  number: (value: number, digits: number) => string;
  percent: (share: number) => string;
  /** BCP 47 */
  language: string;
}

/**
 * The words of a saved comparison.
 * @param language BCP 47
 */
export function exportWords(l10n: Pick<typeof vscode.l10n, 't'>, language: string): ExportWords {
  const texts = exportTexts(l10n);
  const shared = sharedTexts(l10n);
  const number = (value: number, digits: number) =>
    value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace('-', '−');
  return {
    say: (text, ...values) => filled(texts[text], values),
    name: (text, ...values) => filled(shared[text], values),
    number,
    percent: (share) => percentOf(share, number),
    language,
  };
}

/** As the pages write it: nothing above 0 reads as 0, and rounding makes nothing certain. */
function percentOf(share: number, number: ExportWords['number']): string {
  if (share > 0 && share < 0.0001) return `< ${number(0.01, 2)} %`;
  return `${number(100 * (share < 1 ? Math.min(share, 0.999) : share), share >= 0.01 || share === 0 ? 1 : 2)} %`;
}

const filled = (text: string, values: readonly string[]) =>
  text.replace(/\{(\d+)\}/g, (place, index: string) => values[Number(index)] ?? place);

const exportTexts = (l10n: Pick<typeof vscode.l10n, 't'>): Record<ExportText, string> => ({
  title: l10n.t('Decoding strategies compared'),
  saved: l10n.t('Saved by Glassbox on {0}.'),
  model: l10n.t('Model'),
  length: l10n.t('at most {0} new tokens'),
  prompt: l10n.t('Prompt'),
  runs: l10n.t('What each strategy wrote'),
  run: l10n.t('Run'),
  nothing: l10n.t('nothing written'),
  seed: l10n.t('seed {0}'),
  sequence: l10n.t('Sequence {0}'),
  milliseconds: l10n.t('Time (ms)'),
  chart: l10n.t('Surprise per token (bits)'),
  chartMeaning: l10n.t('One bit is a coin toss. What every strategy wrote, token by token.'),
  probability: l10n.t('{0}: {1}'),
  warnings: l10n.t('Worth noticing'),
});
