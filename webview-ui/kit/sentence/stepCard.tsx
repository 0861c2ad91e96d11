import type { ReadonlySignal } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import type { Alternative, GenerationStep } from '../../../src/protocol/engine/index.js';
import { alternativesWithChosen } from '../stepAlternatives.js';
import { probabilityAxis } from '../probabilityAxis.js';
import { Bar } from '../bar.js';
import { cutReasonText } from '../cutReasons.js';
import { surprisal } from '../probability.js';
import { trimToken, showWhitespace } from '../../../src/text/displayText.js';
import type { WithNumbers } from '../numbers.js';

interface StepCardProps extends WithNumbers {
  steps: readonly GenerationStep[];
  index: ReadonlySignal<number>;
  /** a processor changed the probabilities: both figures are shown */
  filtered: boolean;
  /** tokens are drawn, so that what is left is what they are drawn from */
  drawn: boolean;
  /** takes another token instead of the chosen one; without it they are only told */
  choose?: (alternative: Alternative) => void;
}

interface AlternativeRowProps extends WithNumbers {
  alternative: Alternative;
  chosen: boolean;
  /** of the bar's track */
  share: number;
  filtered: boolean;
  choose?: (() => void) | undefined;
}

function AlternativeRow({ numbers, alternative, chosen, share, filtered, choose }: AlternativeRowProps) {
  const { text, probability, filteredProbability: left, cut } = alternative;
  const word = showWhitespace(text);
  return (
    <tr class={[chosen && 'chosen', cut && 'cut'].filter(Boolean).join(' ') || undefined}>
      <th scope="row">
        {choose && !chosen ? (
          <button
            type="button"
            class="word"
            title={l10n.t('Translate on from here')}
            aria-label={l10n.t('{0}: translate on from here', word)}
            onClick={choose}
          >
            {word}
          </button>
        ) : (
          <span class="word">{word}</span>
        )}
        {chosen && <span class="mark">{l10n.t('chosen')}</span>}
      </th>
      <td class="bars">
        <Bar share={share} />
      </td>
      <td class="number">{numbers.percent(probability)}</td>
      {filtered && <td class="number">{cut ? cutReasonText(cut) : left === null ? '–' : numbers.percent(left)}</td>}
    </tr>
  );
}

/** All about one written token: its figures, and what else could have been written there. */
export function StepCard({ numbers, steps, index, filtered, drawn, choose }: StepCardProps) {
  const step = steps[index.value];
  if (!step) return null;
  const rows = alternativesWithChosen(step);
  const axis = probabilityAxis(
    'linear',
    rows.map(({ probability }) => probability),
  );
  const left = step.alternatives.find(({ id }) => id === step.id)?.filteredProbability ?? null;
  const facts = [
    l10n.t('token {0} of {1} · id {2}', String(index.value + 1), String(steps.length), String(step.id)),
    l10n.t('model {0}', numbers.percent(step.probability)),
    filtered && drawn && left !== null && l10n.t('drawn from {0}', numbers.percent(left)),
    l10n.t('{0} bits', numbers.decimal(surprisal(step.probability), 1)),
  ];
  return (
    <div class="card">
      <p class="facts">
        <strong>{showWhitespace(step.text)}</strong>
        <span class="dim">{facts.filter(Boolean).join(' · ')}</span>
      </p>
      <table class="bar-rows" aria-label={l10n.t('Alternatives to {0}', trimToken(step.text))}>
        <thead>
          <tr>
            <th scope="col">{l10n.t('Token')}</th>
            <td aria-hidden />
            <th class="number" scope="col">
              {l10n.t('Model')}
            </th>
            {filtered && (
              <th class="number" scope="col">
                {l10n.t('After filters')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((alternative) => (
            <AlternativeRow
              numbers={numbers}
              alternative={alternative}
              chosen={alternative.id === step.id}
              share={axis.positionOf(alternative.probability)}
              filtered={filtered}
              choose={choose && (() => choose(alternative))}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
