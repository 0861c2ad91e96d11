import * as l10n from '@vscode/l10n';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import { warningText } from '../../src/wording/index.js';
import { unlikelyToken, repetition, lowPerplexity } from '../kit/insights.js';
import { Section } from '../kit/section.js';
import type { Numbers, WithNumbers } from '../kit/numbers.js';

type GenerateResult = Extract<LastResult, { kind: 'generate' }>;

/** Below this probability a chosen token is worth a line. */
const LONG_SHOT = 0.01;

/** What a learner should see in this run, one line each; nothing where it was an ordinary one. */
export function resultWarnings({ value }: GenerateResult, numbers: Numbers): string[] {
  const { metrics, sequences } = value;
  const [first] = sequences;
  return [
    ...repetition(numbers, metrics),
    ...lowPerplexity(numbers, metrics),
    ...unlikelyToken(numbers, first?.steps ?? [], LONG_SHOT),
    ...(first?.finish === 'length' && first.ids.length > 0
      ? [l10n.t('cut short: the limit of {0} tokens ended it, not the model', numbers.decimal(first.ids.length, 0))]
      : []),
    ...(metrics.greedy ? [l10n.t('no chance: temperature 0 always takes the most probable token')] : []),
    ...(value.warningDetails ?? []).map((warning) => warningText(warning, numbers.number)),
  ];
}

export function WarningsSection({ numbers, result }: WithNumbers & { result: GenerateResult }) {
  const warnings = resultWarnings(result, numbers);
  if (warnings.length === 0) return null;
  return (
    <Section name="warnings" title={l10n.t('Worth noticing')}>
      <ul>
        {warnings.map((warning) => (
          <li>{warning}</li>
        ))}
      </ul>
    </Section>
  );
}
