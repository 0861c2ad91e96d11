import type { LastResult } from '../../src/protocol/webviews/index.js';
import { html, section } from '../kit/dom.js';
import { unlikelyToken, repetition, lowPerplexity } from '../kit/insights.js';
import type { ExplainPage } from './explainPage.js';

type GenerateResult = Extract<LastResult, { kind: 'generate' }>;

/** Below this probability a chosen token is worth a line. */
const LONG_SHOT = 0.01;

/** What a learner should see in this run, one line each; nothing where it was an ordinary one. */
export function resultWarnings(page: ExplainPage, { params, value }: GenerateResult): string[] {
  const { say, numbers } = page;
  const { metrics, sequences } = value;
  const [first] = sequences;
  return [
    ...repetition(page, metrics),
    ...lowPerplexity(page, metrics),
    ...unlikelyToken(page, first?.steps ?? [], LONG_SHOT),
    ...(first?.finish === 'length' ? [say('warnLimit', numbers.decimal(first.ids.length, 0))] : []),
    ...(metrics.greedy && params.decoding.strategy === 'sample' ? [say('warnGreedy')] : []),
    ...value.warnings,
  ];
}

export function warningsSection(page: ExplainPage, result: GenerateResult): HTMLElement | null {
  const lines = resultWarnings(page, result);
  if (lines.length === 0) return null;
  return section('warnings', page.say('warnings'), html('ul', {}, ...lines.map((line) => html('li', {}, line))));
}
