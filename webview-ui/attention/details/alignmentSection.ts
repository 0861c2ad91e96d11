import type { Word } from '../../../src/attention/tokenWords.js';
import { html } from '../../kit/dom.js';
import { trimToken } from '../../kit/displayText.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { WordAlignment } from '../model/alignment.js';

/** The alignment as a list that can be gone through. */
export function alignmentSection(
  { say, numbers }: AttentionPage,
  pairs: readonly WordAlignment[],
  choose: (word: Word) => void,
): HTMLElement {
  return html(
    'section.alignment',
    { attributes: { 'aria-label': say('alignment') } },
    html('h2', {}, say('alignment')),
    html('p.dim.small', {}, say('alignmentMeaning')),
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
