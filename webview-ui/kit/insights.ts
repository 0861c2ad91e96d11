import type { GenerationMetrics, GenerationStep } from '../../src/protocol/engine/index.js';
import type { RunText } from '../../src/protocol/webviews/index.js';
import type { Numbers } from './numbers.js';
import { trimToken } from './displayText.js';

interface InsightContext {
  say: (text: RunText, ...values: readonly string[]) => string;
  numbers: Numbers;
}

/** From here on a figure is worth a line. */
const THRESHOLDS = { repeated4grams: 0.1, perplexity: 1.5, tokens: 10 } as const;

/** A line on a text that goes in circles; nothing where it does not. */
export function repetition({ say, numbers }: InsightContext, { repeated4grams }: GenerationMetrics): string[] {
  return repeated4grams >= THRESHOLDS.repeated4grams ? [say('warnRepeats', numbers.percent(repeated4grams))] : [];
}

/** A line on a text that the model hardly had to think about. */
export function lowPerplexity(
  { say, numbers }: InsightContext,
  { newTokens, perplexity }: GenerationMetrics,
): string[] {
  const noticed = newTokens >= THRESHOLDS.tokens && perplexity < THRESHOLDS.perplexity;
  return noticed ? [say('warnSure', numbers.decimal(perplexity, 1))] : [];
}

/** A line on the token that the model least expected, when its probability was below `bound`. */
export function unlikelyToken(
  { say, numbers }: InsightContext,
  steps: readonly GenerationStep[],
  bound: number,
): string[] {
  const least = steps.reduce<GenerationStep | null>((a, b) => (a && a.probability <= b.probability ? a : b), null);
  if (!least || least.probability >= bound) return [];
  return [say('warnLongShot', trimToken(least.text), numbers.percent(least.probability))];
}
