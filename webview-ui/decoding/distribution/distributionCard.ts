import type { GenerationConfig, GenerationStep } from '../../../src/protocol/engine/index.js';
import { cutReasonText } from '../../kit/cutReasons.js';
import { html, labelledSymbol } from '../../kit/dom.js';
import { surprisal } from '../../kit/probability.js';
import { trimToken, showWhitespace, dropLeadingSpace } from '../../kit/displayText.js';
import type { ViewContext } from '../model/viewContext.js';
import { distributionBars } from './distributionBars.js';
import { stepDistribution, type DistributionRow, type StepDistribution } from './stepDistribution.js';

export interface DistributionCardOptions {
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
export function distributionCard(context: ViewContext, options: DistributionCardOptions): HTMLElement {
  const { say } = context;
  const { step, decoding, before, branch } = options;
  const chances = stepDistribution(step, decoding, before);
  const heading = (text: string, name = 'th') => html(name, { attributes: { scope: 'col' } }, text);
  const { filtered } = chances;
  return html(
    'div.chances',
    {},
    html(
      'p.facts',
      {},
      html('strong', {}, dropLeadingSpace(step.text)),
      html('span.dim', {}, facts(context, options, chances)),
    ),
    html(
      'table.bar-rows',
      { attributes: { 'aria-label': say('cardAlternatives', trimToken(step.text)) } },
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
      html('tbody', {}, ...chances.rows.map((row) => rowOf(context, row, chances, branch))),
    ),
    html('p.small.dim', {}, foot(context, options, chances)),
  );
}

function facts(
  { say, numbers }: ViewContext,
  { step, index, count }: DistributionCardOptions,
  { drawnFrom, filtered }: StepDistribution,
): string {
  const { probability, id } = step;
  const own = say('cardModel', numbers.percent(probability));
  const chance = filtered && drawnFrom !== null ? say('cardDrawn', own, numbers.percent(drawnFrom)) : own;
  const bits = numbers.decimal(surprisal(probability), 1);
  return say('cardFacts', String(index + 1), String(count), chance, bits, String(id));
}

function rowOf(
  context: ViewContext,
  row: DistributionRow,
  { filtered, longest }: StepDistribution,
  branch?: (id: number) => void,
): HTMLElement {
  const { say, numbers } = context;
  const { text, own, left, cut, chosen, penalised, id } = row;
  const word = dropLeadingSpace(text);
  const exact = showWhitespace(text);
  const after = cut ? cutReasonText(cut) : left === null ? '–' : numbers.percent(left);
  const choice =
    chosen || !branch
      ? html('span.word', { attributes: { title: exact } }, word)
      : html(
          'button.word',
          {
            attributes: { type: 'button', 'aria-label': say('cardBranchTo', trimToken(text)), title: exact },
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
      chosen && labelledSymbol('mark', '✓', say('cardChosen')),
      penalised && labelledSymbol('penalised', '↓', say('cardPenalised')),
    ),
    html('td.bars', {}, distributionBars(filtered ? own : null, filtered ? left : own, longest)),
    html('td.number.own', {}, numbers.percent(own)),
    filtered && html('td.number.left', {}, after),
  );
}

function foot(
  { say, numbers }: ViewContext,
  { vocabularySize, branch }: DistributionCardOptions,
  { kept, filtered }: StepDistribution,
): string {
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
