import type { Alternative, GenerationStep } from '../../src/protocol/engine/index.js';
import { alternativesWithChosen } from '../kit/stepAlternatives.js';
import { probabilityAxis } from '../kit/probabilityAxis.js';
import { barTrack } from '../kit/bar.js';
import { CUT_REASON_TEXTS } from '../kit/cutReasons.js';
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

function facts({ say, numbers }: ExplainPage, { step, index, count, filtered, drawn }: StepCardInput): string {
  const chosen = step.alternatives.find(({ id }) => id === step.id);
  return [
    say('stepPlace', String(index + 1), String(count), String(step.id)),
    say('modelGave', numbers.percent(step.probability)),
    ...(filtered && drawn && chosen ? [say('drawnFrom', numbers.percent(chosen.filteredProbability))] : []),
    say('bits', numbers.decimal(surprisal(step.probability), 1)),
  ].join(' · ');
}

function row(page: ExplainPage, one: Alternative, chosen: boolean, place: number, filtered: boolean): HTMLElement {
  const { say, numbers } = page;
  const left = one.cut
    ? say(CUT_REASON_TEXTS[one.cut])
    : Number.isNaN(one.filteredProbability)
      ? '–'
      : numbers.percent(one.filteredProbability);
  const mark = chosen ? html('span.mark', {}, say('chosenMark')) : null;
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
  const { say } = page;
  const { step, filtered } = shown;
  const rows = alternativesWithChosen(step);
  const axis = probabilityAxis(
    'linear',
    rows.map(({ probability }) => probability),
  );
  const heading = (text: string, name = 'th') => html(name, { attributes: { scope: 'col' } }, text);
  const table = html(
    'table.bar-rows',
    { attributes: { 'aria-label': say('alternativesOf', trimToken(step.text)) } },
    html(
      'thead',
      {},
      html(
        'tr',
        {},
        heading(say('columnToken')),
        html('td', { attributes: { 'aria-hidden': true } }),
        heading(say('columnModel'), 'th.number'),
        filtered && heading(say('columnLeft'), 'th.number'),
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
