import * as l10n from '@vscode/l10n';
import { STRATEGY_TEXTS } from '../../src/decoding/config/texts.js';
import type { Sequence } from '../../src/protocol/engine/index.js';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import { Section } from '../kit/section.js';
import type { Numbers, WithNumbers } from '../kit/numbers.js';

type GenerateResult = Extract<LastResult, { kind: 'generate' }>;

function endingText({ finish, ids }: Sequence, { decimal }: Numbers): string {
  switch (finish) {
    case 'eos':
      return l10n.t('It ended because the model ended the text.');
    case 'length':
      if (ids.length === 0) return l10n.t('It ended at its full length.');
      return l10n.t('It ended at the limit of {0} tokens.', decimal(ids.length, 0));
    case 'stop':
      return l10n.t('It ended where a stop string was written.');
    case 'cut':
      return l10n.t('The server broke off there.');
  }
}

/** The strategy in a sentence and its fields by their usual names, and why the text ended where it does. */
export function RecipeSection({ numbers, result: { params, value } }: WithNumbers & { result: GenerateResult }) {
  const { strategy, ...fields } = params.decoding;
  const [first] = value.sequences;
  // The seed that was made up is what another run needs to write the same.
  const chips = Object.entries({ ...fields, seed: value.seed }).filter(([, setting]) => setting !== undefined);
  return (
    <Section name="recipe" title={l10n.t('Strategy')}>
      <p>{STRATEGY_TEXTS[strategy].meaning()}</p>
      {chips.length > 0 && (
        <ul class="chips">
          {chips.map(([field, setting]) => (
            <li>
              {field} <b>{String(setting)}</b>
            </li>
          ))}
        </ul>
      )}
      {first && <p class="dim">{endingText(first, numbers)}</p>}
    </Section>
  );
}

/** Sequences below the first one, with what the strategy ranked them by. */
export function OtherSequencesSection({ numbers, sequences }: WithNumbers & { sequences: readonly Sequence[] }) {
  if (sequences.length < 2) return null;
  return (
    <Section name="others" title={l10n.t('Other sequences')}>
      <ol>
        {sequences.slice(1).map(({ text, score }) => (
          <li>
            <span>{text}</span>
            {score !== null && <span class="number dim">{l10n.t('score {0}', numbers.logarithm(score))}</span>}
          </li>
        ))}
      </ol>
    </Section>
  );
}
