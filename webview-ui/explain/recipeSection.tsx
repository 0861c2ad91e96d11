import * as l10n from '@vscode/l10n';
import { STRATEGY_TEXTS } from '../../src/decoding/config/texts.js';
import type { Sequence } from '../../src/protocol/engine/index.js';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import { html, section } from '../kit/dom.js';
import type { ExplainPage } from './explainPage.js';

type GenerateResult = Extract<LastResult, { kind: 'generate' }>;

function endingText({ numbers }: ExplainPage, { finish, ids }: Sequence): string {
  switch (finish) {
    case 'eos':
      return l10n.t('It ended because the model ended the text.');
    case 'length':
      return l10n.t('It ended at the limit of {0} tokens.', numbers.decimal(ids.length, 0));
    case 'stop':
      return l10n.t('It ended where a stop string was written.');
  }
}

/** The strategy in a sentence and its fields by their usual names, and why the text ended where it does. */
export function recipeSection(
  page: ExplainPage,
  { params: { decoding }, value: { sequences, seed } }: GenerateResult,
): HTMLElement {
  const { strategy, ...fields } = decoding;
  const [first] = sequences;
  // The seed that was made up is what another run needs to write the same.
  const chips = Object.entries({ ...fields, seed })
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => html('li', {}, `${field} `, html('b', {}, String(value))));
  return section(
    'recipe',
    l10n.t('Strategy'),
    html('p', {}, STRATEGY_TEXTS[strategy].meaning()),
    chips.length > 0 && html('ul.chips', {}, ...chips),
    first ? html('p.dim', {}, endingText(page, first)) : null,
  );
}

/** Sequences below the first one, with what the strategy ranked them by. */
export function otherSequencesSection({ numbers }: ExplainPage, sequences: readonly Sequence[]): HTMLElement | null {
  if (sequences.length < 2) return null;
  const rows = sequences
    .slice(1)
    .map(({ text, score }) =>
      html(
        'li',
        {},
        html('span', {}, text),
        html('span.number.dim', {}, l10n.t('score {0}', numbers.logarithm(score))),
      ),
    );
  return section('others', l10n.t('Other sequences'), html('ol', {}, ...rows));
}
