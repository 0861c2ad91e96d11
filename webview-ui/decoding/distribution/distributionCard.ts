import * as l10n from '@vscode/l10n';
import type { GenerationConfig, GenerationStep } from '../../../src/protocol/engine/index.js';
import { cutReasonText } from '../../kit/cutReasons.js';
import { html, labelledSymbol } from '../../kit/dom.js';
import { surprisal } from '../../kit/probability.js';
import { trimToken, showWhitespace, dropLeadingSpace } from '../../../src/text/displayText.js';
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
      { attributes: { 'aria-label': l10n.t('Alternatives to {0}', trimToken(step.text)) } },
      html(
        'thead.small.dim',
        {},
        html(
          'tr',
          {},
          heading(l10n.t('Token')),
          html('td', { attributes: { 'aria-hidden': true } }),
          heading(l10n.t('Model'), filtered ? 'th.number.own' : 'th.number.left'),
          filtered && heading(l10n.t('Left'), 'th.number.left'),
        ),
      ),
      html('tbody', {}, ...chances.rows.map((row) => rowOf(context, row, chances, branch))),
    ),
    html('p.small.dim', {}, foot(context, options, chances)),
  );
}

function facts(
  { numbers }: ViewContext,
  { step, index, count }: DistributionCardOptions,
  { drawnFrom, filtered }: StepDistribution,
): string {
  const { probability, id } = step;
  const own = l10n.t('model {0}', numbers.percent(probability));
  const chance =
    filtered && drawnFrom !== null ? l10n.t('{0} → sampled from {1}', own, numbers.percent(drawnFrom)) : own;
  const bits = numbers.decimal(surprisal(probability), 1);
  return l10n.t(
    'token {0} of {1} · {2} · {3} bits · id {4}',
    String(index + 1),
    String(count),
    chance,
    bits,
    String(id),
  );
}

function rowOf(
  context: ViewContext,
  row: DistributionRow,
  { filtered, longest }: StepDistribution,
  branch?: (id: number) => void,
): HTMLElement {
  const { numbers } = context;
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
            attributes: {
              type: 'button',
              'aria-label': l10n.t('Branch from here with {0}', trimToken(text)),
              title: exact,
            },
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
      chosen && labelledSymbol('mark', '✓', l10n.t('chosen')),
      penalised && labelledSymbol('penalised', '↓', l10n.t('penalised')),
    ),
    html('td.bars', {}, distributionBars(filtered ? own : null, filtered ? left : own, longest)),
    html('td.number.own', {}, numbers.percent(own)),
    filtered && html('td.number.left', {}, after),
  );
}

function foot(
  { numbers }: ViewContext,
  { step, vocabularySize, branch }: DistributionCardOptions,
  { kept, filtered }: StepDistribution,
): string {
  const count = (value: number) => numbers.decimal(value, 0);
  const left = step.drawnByServer
    ? l10n.t('drawn by the server, which does not tell what its samplers left')
    : kept === null
      ? filtered
        ? l10n.t('no token cut')
        : null
      : vocabularySize === null
        ? l10n.t('{0} tokens left', count(kept))
        : l10n.t('{0} of {1} tokens left', count(kept), count(vocabularySize));
  return [left, branch ? l10n.t('↵ choose another word to branch from here') : null]
    .filter((part) => part !== null)
    .join(' · ');
}
