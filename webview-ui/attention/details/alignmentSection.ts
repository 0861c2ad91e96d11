import * as l10n from '@vscode/l10n';
import type { Word } from '../../../src/attention/tokenWords.js';
import { html } from '../../kit/dom.js';
import { trimToken } from '../../../src/text/displayText.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { WordAlignment } from '../model/alignment.js';

/** The alignment as a list that can be gone through. */
export function alignmentSection(
  { numbers }: AttentionPage,
  pairs: readonly WordAlignment[],
  choose: (word: Word) => void,
): HTMLElement {
  return html(
    'section.alignment',
    { attributes: { 'aria-label': l10n.t('Alignment') } },
    html('h2', {}, l10n.t('Alignment')),
    html(
      'p.dim.small',
      {},
      l10n.t(
        'What was read most while each word was written, here in the map that is shown: a soft alignment. A word is written by the position before it.',
      ),
    ),
    html(
      'ol',
      {},
      ...pairs.map(({ word, read, weight }) =>
        html(
          'li',
          {},
          html(
            'button.barrow',
            { attributes: { type: 'button' }, on: { click: () => choose(word) } },
            html('span.word', {}, trimToken(word.text)),
            html('span.word.dim', {}, `← ${read ? trimToken(read.text) : '–'}`),
            html('span.number.dim', {}, numbers.decimal(weight, 2)),
          ),
        ),
      ),
    ),
  );
}
