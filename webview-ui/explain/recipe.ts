import type { Sequence } from '../../src/protocol/engine/index.js';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import { html, section } from '../shared/elements.js';
import type { Page } from './page.js';

type GenerateResult = Extract<LastResult, { kind: 'generate' }>;

function ending({ say, numbers }: Page, { finish, ids }: Sequence): string {
  switch (finish) {
    case 'eos':
      return say('endedByModel');
    case 'length':
      return say('endedByLimit', numbers.decimal(ids.length, 0));
    case 'stop':
      return say('endedByStop');
  }
}

/** The strategy in a sentence and its fields by their usual names, and why the text ended where it does. */
export function recipe(page: Page, { params: { decoding }, value: { sequences, seed } }: GenerateResult): HTMLElement {
  const { strategy, ...fields } = decoding;
  const [first] = sequences;
  // The seed that was made up is what another run needs to write the same.
  const chips = Object.entries({ ...fields, seed })
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => html('li', {}, `${field} `, html('b', {}, String(value))));
  return section(
    'recipe',
    page.say('recipe'),
    html('p', {}, page.say(strategy)),
    chips.length > 0 && html('ul.chips', {}, ...chips),
    first ? html('p.dim', {}, ending(page, first)) : null,
  );
}

/** Sequences below the first one, with what the strategy ranked them by. */
export function otherSequences({ say, numbers }: Page, sequences: readonly Sequence[]): HTMLElement | null {
  if (sequences.length < 2) return null;
  const rows = sequences
    .slice(1)
    .map(({ text, score }) =>
      html(
        'li',
        {},
        html('span', {}, text),
        html('span.number.dim', {}, say('sequenceScore', numbers.logarithm(score))),
      ),
    );
  return section('others', say('otherSequences'), html('ol', {}, ...rows));
}
