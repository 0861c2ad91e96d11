import type { GenerationConfig, GenerationStep } from '../../../src/protocol/engine/index.js';
import { CUTS } from '../../shared/cuts.js';
import { html } from '../../shared/elements.js';
import { surpriseOf } from '../../shared/probability.js';
import { named, visible } from '../../shared/texts.js';
import { shortName } from '../tree/labels.js';
import type { Drawn } from '../drawn.js';
import { twoBars } from './bars.js';
import { chancesAt, type ChanceRow, type Chances } from './rows.js';

export interface CardOptions {
  step: GenerationStep;
  /** of the token, from 0, and how many there are */
  index: number;
  count: number;
  decoding: GenerationConfig;
  /** the tokens read and written before it */
  before: readonly number[];
  /** null: not known */
  vocabularySize: number | null;
  /** called with the token that is to stand there instead; absent where nothing can be branched */
  branch?: (id: number) => void;
}

/** The distribution at a token: what the model said, what temperature and filters left, and what was cut and why. */
export function distributionCard(drawn: Drawn, options: CardOptions): HTMLElement {
  const { say } = drawn;
  const { step, decoding, before, branch } = options;
  const chances = chancesAt(step, decoding, before);
  const heading = (text: string, name = 'th') => html(name, { attributes: { scope: 'col' } }, text);
  const { filtered } = chances;
  return html(
    'div.chances',
    {},
    html('p.facts', {}, html('strong', {}, shortName(step.text)), html('span.dim', {}, facts(drawn, options, chances))),
    html(
      'table.bar-rows',
      { attributes: { 'aria-label': say('cardAlternatives', named(step.text)) } },
      html(
        'thead.small.dim',
        {},
        html(
          'tr',
          {},
          heading(say('cardToken')),
          html('td', { attributes: { 'aria-hidden': true } }),
          heading(say('cardModelColumn'), filtered ? 'th.number.own' : 'th.number.left'),
          filtered && heading(say('cardLeftColumn'), 'th.number.left'),
        ),
      ),
      html('tbody', {}, ...chances.rows.map((row) => rowOf(drawn, row, chances, branch))),
    ),
    html('p.small.dim', {}, foot(drawn, options, chances)),
  );
}

function facts({ say, numbers }: Drawn, { step, index, count }: CardOptions, { drawnFrom, filtered }: Chances): string {
  const { probability, id } = step;
  const own = say('cardModel', numbers.percent(probability));
  const chance = filtered && drawnFrom !== null ? say('cardDrawn', own, numbers.percent(drawnFrom)) : own;
  const bits = numbers.decimal(surpriseOf(probability), 1);
  return say('cardFacts', String(index + 1), String(count), chance, bits, String(id));
}

function rowOf(
  drawn: Drawn,
  row: ChanceRow,
  { filtered, longest }: Chances,
  branch?: (id: number) => void,
): HTMLElement {
  const { say, numbers } = drawn;
  const { text, own, left, cut, chosen, penalised, id } = row;
  const word = shortName(text);
  const exact = visible(text);
  const after = cut ? say(CUTS[cut]) : left === null ? '–' : numbers.percent(left);
  const choice =
    chosen || !branch
      ? html('span.word', { attributes: { title: exact } }, word)
      : html(
          'button.word',
          {
            attributes: { type: 'button', 'aria-label': say('cardBranchTo', named(text)), title: exact },
            on: { click: () => branch(id) },
          },
          word,
        );
  return html(
    ['tr', chosen && 'chosen', cut && 'cut'].filter(Boolean).join('.'),
    {},
    html(
      'th',
      { attributes: { scope: 'row' } },
      choice,
      chosen && sign('mark', '✓', say('cardChosen')),
      penalised && sign('penalised', '↓', say('cardPenalised')),
    ),
    html('td.bars', {}, twoBars(filtered ? own : null, filtered ? left : own, longest)),
    html('td.number.own', {}, numbers.percent(own)),
    filtered && html('td.number.left', {}, after),
  );
}

/** A sign with its meaning in words. */
export function sign(name: string, text: string, meaning: string): HTMLElement {
  return html(`span.${name}`, { attributes: { role: 'img', 'aria-label': meaning, title: meaning } }, text);
}

function foot({ say, numbers }: Drawn, { vocabularySize, branch }: CardOptions, { kept, filtered }: Chances): string {
  const count = (value: number) => numbers.decimal(value, 0);
  const left =
    kept === null
      ? filtered
        ? say('cardAllLeft')
        : null
      : vocabularySize === null
        ? say('cardTokensLeft', count(kept))
        : say('cardTokensLeftOf', count(kept), count(vocabularySize));
  return [left, branch ? say('cardBranch') : null].filter((part) => part !== null).join(' · ');
}
