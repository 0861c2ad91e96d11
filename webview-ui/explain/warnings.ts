import type { GenerateValue, LastResult } from '../../src/protocol/index.js';
import { html, section } from '../shared/elements.js';
import { named } from '../shared/texts.js';
import type { Page } from './page.js';

type GenerateResult = Extract<LastResult, { kind: 'generate' }>;

/** From here on a figure is worth a line. */
const NOTICED = { repeated4grams: 0.1, perplexity: 1.5, longShot: 0.01, tokens: 10 } as const;

/** What a learner should see in this run, one line each; nothing where it was an ordinary one. */
export function warningLines({ say, numbers }: Page, { params, value }: GenerateResult): string[] {
  const { metrics, sequences } = value;
  const lines: string[] = [];
  if (metrics.repeated4grams >= NOTICED.repeated4grams) {
    lines.push(say('warnRepeats', numbers.percent(metrics.repeated4grams)));
  }
  if (metrics.newTokens >= NOTICED.tokens && metrics.perplexity < NOTICED.perplexity) {
    lines.push(say('warnSure', numbers.decimal(metrics.perplexity, 1)));
  }
  const shot = longShot(value);
  if (shot) lines.push(say('warnLongShot', named(shot.text), numbers.percent(shot.probability)));
  if (sequences[0]?.finish === 'length') {
    lines.push(say('warnLimit', numbers.decimal(sequences[0].ids.length, 0)));
  }
  if (metrics.greedy && params.decoding.strategy === 'sample') lines.push(say('warnGreedy'));
  return [...lines, ...value.warnings];
}

/** The token that the model least expected, when that was little. */
function longShot({ sequences }: GenerateValue) {
  const steps = sequences[0]?.steps ?? [];
  const least = steps.reduce<(typeof steps)[number] | null>(
    (a, b) => (a && a.probability <= b.probability ? a : b),
    null,
  );
  return least && least.probability < NOTICED.longShot ? least : null;
}

export function warnings(page: Page, result: GenerateResult): HTMLElement | null {
  const lines = warningLines(page, result);
  if (lines.length === 0) return null;
  return section('warnings', page.say('warnings'), html('ul', {}, ...lines.map((line) => html('li', {}, line))));
}
