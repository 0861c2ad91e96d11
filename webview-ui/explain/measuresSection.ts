import type { GenerationMetrics } from '../../src/protocol/engine/index.js';
import type { ExplainText } from '../../src/protocol/webviews/index.js';
import { html, section } from '../kit/dom.js';
import type { ExplainPage } from './explainPage.js';

interface Measure {
  name: ExplainText;
  meaning: ExplainText;
  figure: string;
}

function measuresOf({ say, numbers }: ExplainPage, metrics: GenerationMetrics): Measure[] {
  const { decimal, percent } = numbers;
  const share = (value: number) => decimal(value, 2);
  const perplexity = decimal(metrics.perplexity, metrics.perplexity < 100 ? 1 : 0);
  return [
    { name: 'metricPerplexity', meaning: 'meaningPerplexity', figure: perplexity },
    {
      name: 'metricMeanLogProbability',
      meaning: 'meaningMeanLogProbability',
      figure: numbers.logarithm(metrics.meanLogProbability),
    },
    { name: 'metricDistinct1', meaning: 'meaningDistinct1', figure: share(metrics.distinct1) },
    { name: 'metricDistinct2', meaning: 'meaningDistinct2', figure: share(metrics.distinct2) },
    { name: 'metricRepeated4grams', meaning: 'meaningRepeated4grams', figure: percent(metrics.repeated4grams) },
    { name: 'metricPromptOverlap', meaning: 'meaningPromptOverlap', figure: percent(metrics.promptOverlap) },
    ...(metrics.selfBleu === null
      ? []
      : [{ name: 'metricSelfBleu', meaning: 'meaningSelfBleu', figure: share(metrics.selfBleu) } as const]),
    { name: 'metricNewTokens', meaning: 'meaningNewTokens', figure: decimal(metrics.newTokens, 0) },
    {
      name: 'metricSpeed',
      meaning: 'meaningSpeed',
      figure: say('tokensPerSecond', decimal(metrics.tokensPerSecond, 0)),
    },
  ];
}

/** The figures of a run, each with what it means in a sentence. */
export function measuresSection(page: ExplainPage, metrics: GenerationMetrics): HTMLElement {
  const rows = measuresOf(page, metrics).map(({ name, meaning, figure }) =>
    html(
      'div',
      {},
      html('dt', {}, page.say(name)),
      html('dd.number', {}, figure),
      html('dd.dim', {}, page.say(meaning, figure)),
    ),
  );
  return section('measures', page.say('metrics'), html('dl', {}, ...rows));
}
