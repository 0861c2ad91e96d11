import * as l10n from '@vscode/l10n';
import type { Alternative, GenerationStep } from '../../src/protocol/engine/index.js';
import { alternativesWithChosen } from '../kit/stepAlternatives.js';
import { probabilityAxis } from '../kit/probabilityAxis.js';
import { barTrack } from '../kit/bar.js';
import { cutReasonText } from '../kit/cutReasons.js';
import { html } from '../kit/dom.js';
import { surprisal } from '../kit/probability.js';
import { trimToken, showWhitespace } from '../kit/displayText.js';
import type { ExplainPage } from './explainPage.js';

interface StepCardInput {
  step: GenerationStep;
  index: number;
  count: number;
  /** a processor changed the probabilities: both figures are shown */
  filtered: boolean;
  /** tokens are drawn, so that what is left is what they are drawn from */
  drawn: boolean;
}

function facts({ numbers }: ExplainPage, { step, index, count, filtered, drawn }: StepCardInput): string {
  const chosen = step.alternatives.find(({ id }) => id === step.id);
  return [
    l10n.t('token {0} of {1} · id {2}', String(index + 1), String(count), String(step.id)),
    l10n.t('model {0}', numbers.percent(step.probability)),
    ...(filtered && drawn && chosen ? [l10n.t('drawn from {0}', numbers.percent(chosen.filteredProbability))] : []),
    l10n.t('{0} bits', numbers.decimal(surprisal(step.probability), 1)),
  ].join(' · ');
}

function row(page: ExplainPage, one: Alternative, chosen: boolean, place: number, filtered: boolean): HTMLElement {
  const { numbers } = page;
  const left = one.cut
    ? cutReasonText(one.cut)
    : Number.isNaN(one.filteredProbability)
      ? '–'
      : numbers.percent(one.filteredProbability);
  const mark = chosen ? html('span.mark', {}, l10n.t('chosen')) : null;
  return html(
    ['tr', chosen && 'chosen', one.cut && 'cut'].filter(Boolean).join('.'),
    {},
    html('th', { attributes: { scope: 'row' } }, html('span.word', {}, showWhitespace(one.text)), mark),
    html('td.bars', {}, barTrack(place)),
    html('td.number', {}, numbers.percent(one.probability)),
    filtered && html('td.number', {}, left),
  );
}

/** All about one written token: its figures, and what else could have been written there. */
export function stepCard(page: ExplainPage, shown: StepCardInput): HTMLElement {
  const { step, filtered } = shown;
  const rows = alternativesWithChosen(step);
  const axis = probabilityAxis(
    'linear',
    rows.map(({ probability }) => probability),
  );
  const heading = (text: string, name = 'th') => html(name, { attributes: { scope: 'col' } }, text);
  const table = html(
    'table.bar-rows',
    { attributes: { 'aria-label': l10n.t('Alternatives to {0}', trimToken(step.text)) } },
    html(
      'thead',
      {},
      html(
        'tr',
        {},
        heading(l10n.t('Token')),
        html('td', { attributes: { 'aria-hidden': true } }),
        heading(l10n.t('Model'), 'th.number'),
        filtered && heading(l10n.t('After filters'), 'th.number'),
      ),
    ),
    html(
      'tbody',
      {},
      ...rows.map((one) => row(page, one, one.id === step.id, axis.positionOf(one.probability), filtered)),
    ),
  );
  return html(
    'div.card',
    {},
    html('p.facts', {}, html('strong', {}, showWhitespace(step.text)), html('span.dim', {}, facts(page, shown))),
    table,
  );
}
