import * as l10n from '@vscode/l10n';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import { html, section } from '../kit/dom.js';
import { unlikelyToken, repetition, lowPerplexity } from '../kit/insights.js';
import type { ExplainPage } from './explainPage.js';

type GenerateResult = Extract<LastResult, { kind: 'generate' }>;

/** Below this probability a chosen token is worth a line. */
const LONG_SHOT = 0.01;

/** What a learner should see in this run, one line each; nothing where it was an ordinary one. */
export function resultWarnings({ numbers }: ExplainPage, { value }: GenerateResult): string[] {
  const { metrics, sequences } = value;
  const [first] = sequences;
  return [
    ...repetition(numbers, metrics),
    ...lowPerplexity(numbers, metrics),
    ...unlikelyToken(numbers, first?.steps ?? [], LONG_SHOT),
    ...(first?.finish === 'length'
      ? [l10n.t('cut short: the limit of {0} tokens ended it, not the model', numbers.decimal(first.ids.length, 0))]
      : []),
    ...(metrics.greedy ? [l10n.t('no chance: temperature 0 always takes the most probable token')] : []),
    ...value.warnings,
  ];
}

export function warningsSection(page: ExplainPage, result: GenerateResult): HTMLElement | null {
  const lines = resultWarnings(page, result);
  if (lines.length === 0) return null;
  return section('warnings', l10n.t('Worth noticing'), html('ul', {}, ...lines.map((line) => html('li', {}, line))));
}
