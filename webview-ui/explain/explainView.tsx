import * as l10n from '@vscode/l10n';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import { html } from '../kit/dom.js';
import { candidatesSection, jointSection, maskedSentence } from './candidates.js';
import { resultHeader, takenLine } from './resultHeader.js';
import { measuresSection } from './measuresSection.js';
import type { ExplainPage } from './explainPage.js';
import { pairsSection } from './sentencePairs.js';
import { otherSequencesSection, recipeSection } from './recipeSection.js';
import { tokensReadSection } from './tokensRead.js';
import { warningsSection } from './warningsSection.js';
import { writtenSection } from './writtenSection.js';

/** The whole page for a result, or what to do where there is none. */
export function explainView(page: ExplainPage, result: LastResult | null): HTMLElement {
  if (result === null) {
    return html(
      'div.empty',
      {},
      html('h1', {}, l10n.t('Nothing to explain yet')),
      html(
        'p',
        {},
        l10n.t(
          'Run Fill Mask, Continue Text or Translate Selection in a text. What the model read, what it weighed and what it answered then stands here.',
        ),
      ),
    );
  }
  const parts = partsOf(page, result).filter((part) => part !== null);
  return html(`div.${result.kind}`, {}, resultHeader(page, result), ...parts);
}

function partsOf(page: ExplainPage, result: LastResult): (HTMLElement | null)[] {
  switch (result.kind) {
    case 'fillMask': {
      const { joint, tokens } = result.value;
      return [
        maskedSentence(result),
        candidatesSection(page, result),
        joint && joint.length > 0 ? jointSection(page, joint) : null,
        tokensReadSection(tokens),
      ];
    }
    case 'generate': {
      const { sequences, metrics, prompt } = result.value;
      const [first] = sequences;
      return [
        takenLine(result.taken),
        first ? writtenSection(page, result, first) : null,
        warningsSection(page, result),
        recipeSection(page, result),
        otherSequencesSection(page, sequences),
        measuresSection(page, metrics),
        tokensReadSection(prompt),
      ];
    }
    case 'translate':
      return [takenLine(result.taken), pairsSection(page, result)];
  }
}
