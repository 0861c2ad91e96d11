import type { LastResult } from '../../src/protocol/webviews/index.js';
import { html } from '../shared/elements.js';
import { candidates, jointFillings, sentence } from './candidates.js';
import { header, takenLine } from './header.js';
import { measures } from './measures.js';
import type { Page } from './page.js';
import { pairs } from './pairs.js';
import { otherSequences, recipe } from './recipe.js';
import { tokensRead } from './tokensRead.js';
import { warnings } from './warnings.js';
import { written } from './written.js';

/** The whole page for a result, or what to do where there is none. */
export function view(page: Page, result: LastResult | null): HTMLElement {
  if (result === null) {
    return html('div.empty', {}, html('h1', {}, page.say('emptyTitle')), html('p', {}, page.say('emptyBody')));
  }
  const parts = partsOf(page, result).filter((part) => part !== null);
  return html(`div.${result.kind}`, {}, header(page, result), ...parts);
}

function partsOf(page: Page, result: LastResult): (HTMLElement | null)[] {
  switch (result.kind) {
    case 'fillMask': {
      const { joint, tokens } = result.value;
      return [
        sentence(page, result),
        candidates(page, result),
        joint && joint.length > 0 ? jointFillings(page, joint) : null,
        tokensRead(page, tokens),
      ];
    }
    case 'generate': {
      const { sequences, metrics, prompt } = result.value;
      const [first] = sequences;
      return [
        takenLine(page, result.taken),
        first ? written(page, result, first) : null,
        warnings(page, result),
        recipe(page, result),
        otherSequences(page, sequences),
        measures(page, metrics),
        tokensRead(page, prompt),
      ];
    }
    case 'translate':
      return [takenLine(page, result.taken), pairs(page, result)];
  }
}
