import * as l10n from '@vscode/l10n';
import type { GenerationMetrics, GenerationStep } from '../../src/protocol/engine/index.js';
import type { Numbers } from './numbers.js';
import { trimToken } from '../../src/text/displayText.js';

/** From here on a figure is worth a line. */
const THRESHOLDS = { repeated4grams: 0.1, perplexity: 1.5, tokens: 10 } as const;

/** A line on a text that goes in circles; nothing where it does not. */
export function repetition(numbers: Numbers, { repeated4grams }: GenerationMetrics): string[] {
  return repeated4grams !== null && repeated4grams >= THRESHOLDS.repeated4grams
    ? [l10n.t('repeats: {0} of its 4-grams stand in it already', numbers.percent(repeated4grams))]
    : [];
}

/** A line on a text that the model hardly had to think about. */
export function lowPerplexity(numbers: Numbers, { newTokens, perplexity }: GenerationMetrics): string[] {
  // A server that decoded tells none.
  if (newTokens === null || perplexity === null) return [];
  const noticed = newTokens >= THRESHOLDS.tokens && perplexity < THRESHOLDS.perplexity;
  return noticed
    ? [
        l10n.t(
          'very sure: perplexity {0} is that of text learnt by heart, or going in circles',
          numbers.decimal(perplexity, 1),
        ),
      ]
    : [];
}

/** A line on the token that the model least expected, when its probability was below `bound`. */
export function unlikelyToken(numbers: Numbers, steps: readonly GenerationStep[], bound: number): string[] {
  const least = steps.reduce<GenerationStep | null>((a, b) => (a && a.probability <= b.probability ? a : b), null);
  if (!least || least.probability >= bound) return [];
  return [
    l10n.t(
      'long shot: “{0}” was chosen at a probability of {1}',
      trimToken(least.text),
      numbers.percent(least.probability),
    ),
  ];
}
