import type { Alternative, GenerationStep } from '../../src/protocol/engine/index.js';
import { withChosen } from '../shared/alternatives.js';
import { axisFor } from '../shared/axis.js';
import { bar } from '../shared/bars.js';
import { CUTS } from '../shared/cuts.js';
import { html } from '../shared/elements.js';
import { surpriseOf } from '../shared/probability.js';
import { named, visible } from '../shared/texts.js';
import type { Page } from './page.js';

interface Shown {
  step: GenerationStep;
  index: number;
  count: number;
  /** a processor changed the probabilities: both figures are shown */
  filtered: boolean;
  /** tokens are drawn, so that what is left is what they are drawn from */
  drawn: boolean;
}

function facts({ say, numbers }: Page, { step, index, count, filtered, drawn }: Shown): string {
  const chosen = step.alternatives.find(({ id }) => id === step.id);
  return [
    say('stepPlace', String(index + 1), String(count), String(step.id)),
    say('modelGave', numbers.percent(step.probability)),
    ...(filtered && drawn && chosen ? [say('drawnFrom', numbers.percent(chosen.filteredProbability))] : []),
    say('bits', numbers.decimal(surpriseOf(step.probability), 1)),
  ].join(' · ');
}

function row(page: Page, one: Alternative, chosen: boolean, place: number, filtered: boolean): HTMLElement {
  const { say, numbers } = page;
  const left = one.cut
    ? say(CUTS[one.cut])
    : Number.isNaN(one.filteredProbability)
      ? '–'
      : numbers.percent(one.filteredProbability);
  const mark = chosen ? html('span.mark', {}, say('chosenMark')) : null;
  return html(
    ['tr', chosen && 'chosen', one.cut && 'cut'].filter(Boolean).join('.'),
    {},
    html('th', { attributes: { scope: 'row' } }, html('span.word', {}, visible(one.text)), mark),
    html('td.bars', {}, bar(place)),
    html('td.number', {}, numbers.percent(one.probability)),
    filtered && html('td.number', {}, left),
  );
}

/** All about one written token: its figures, and what else could have been written there. */
export function stepCard(page: Page, shown: Shown): HTMLElement {
  const { say } = page;
  const { step, filtered } = shown;
  const rows = withChosen(step);
  const axis = axisFor(
    'linear',
    rows.map(({ probability }) => probability),
  );
  const heading = (text: string, name = 'th') => html(name, { attributes: { scope: 'col' } }, text);
  const table = html(
    'table.bar-rows',
    { attributes: { 'aria-label': say('alternativesOf', named(step.text)) } },
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
    html('tbody', {}, ...rows.map((one) => row(page, one, one.id === step.id, axis.place(one.probability), filtered))),
  );
  return html(
    'div.card',
    {},
    html('p.facts', {}, html('strong', {}, visible(step.text)), html('span.dim', {}, facts(page, shown))),
    table,
  );
}
