import * as l10n from '@vscode/l10n';
import type { GenerationMetrics } from '../../src/protocol/engine/index.js';
import { Section } from '../kit/section.js';
import type { Numbers, WithNumbers } from '../kit/numbers.js';

interface Measure {
  name: string;
  figure: string;
  meaning: string;
}

/** What a server that decoded does not tell is left out. */
function measuresOf(numbers: Numbers, metrics: GenerationMetrics): Measure[] {
  const figure = (value: number | null, write: (value: number) => string) => (value === null ? null : write(value));
  const decimal = (value: number | null, digits: number) => figure(value, (known) => numbers.decimal(known, digits));
  const percent = (value: number | null) => figure(value, numbers.percent);
  const perplexity = figure(metrics.perplexity, (value) => numbers.decimal(value, value < 100 ? 1 : 0));
  const speed = decimal(metrics.tokensPerSecond, 0);
  const measures = [
    {
      name: l10n.t('Perplexity'),
      figure: perplexity,
      meaning: l10n.t('On average as unsure as choosing evenly among {0} tokens.', perplexity ?? ''),
    },
    {
      name: l10n.t('Mean ln p'),
      figure: figure(metrics.meanLogProbability, numbers.logarithm),
      meaning: l10n.t('The log-probability of a token, on average; 0 would be certain.'),
    },
    {
      name: l10n.t('Distinct-1'),
      figure: decimal(metrics.distinct1, 2),
      meaning: l10n.t('Different tokens over all tokens; 1 means no token came twice.'),
    },
    {
      name: l10n.t('Distinct-2'),
      figure: decimal(metrics.distinct2, 2),
      meaning: l10n.t('The same for pairs of neighbouring tokens.'),
    },
    {
      name: l10n.t('Repeated 4-grams'),
      figure: percent(metrics.repeated4grams),
      meaning: l10n.t('Share of four tokens in a row that it had already written.'),
    },
    {
      name: l10n.t('Prompt overlap'),
      figure: percent(metrics.promptOverlap),
      meaning: l10n.t('Share of its tokens that occur in the prompt.'),
    },
    {
      name: l10n.t('Self-BLEU'),
      figure: decimal(metrics.selfBleu, 2),
      meaning: l10n.t('How alike its sequences are; 1 means the same.'),
    },
    {
      name: l10n.t('New tokens'),
      figure: decimal(metrics.newTokens, 0),
      meaning: l10n.t('Words or pieces of words that the model wrote.'),
    },
    {
      name: l10n.t('Speed'),
      figure: speed === null ? null : l10n.t('{0} tokens/s', speed),
      meaning: l10n.t('Reading the prompt is included; loading the model is not.'),
    },
  ];
  return measures.flatMap(({ figure: told, ...measure }) => (told === null ? [] : [{ ...measure, figure: told }]));
}

/** The figures of a run, each with what it means in a sentence. */
export function MeasuresSection({ numbers, metrics }: WithNumbers & { metrics: GenerationMetrics }) {
  const measures = measuresOf(numbers, metrics);
  if (measures.length === 0) return null;
  return (
    <Section name="measures" title={l10n.t('Measures')}>
      <dl>
        {measures.map(({ name, figure, meaning }) => (
          <div>
            <dt>{name}</dt>
            <dd class="number">{figure}</dd>
            <dd class="dim">{meaning}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
