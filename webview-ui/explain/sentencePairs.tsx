import * as l10n from '@vscode/l10n';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import { barTrack } from '../kit/bar.js';
import { html, section } from '../kit/dom.js';
import { uncertaintyShares } from './sparkline.js';
import type { ExplainPage } from './explainPage.js';

type TranslateResult = Extract<LastResult, { kind: 'translate' }>;

/** Sentence beside translated sentence, with how sure the model was. */
export function pairsSection({ numbers }: ExplainPage, { params, value: { segments } }: TranslateResult): HTMLElement {
  const lengths = uncertaintyShares(segments.map(({ logProbability }) => logProbability));
  const rows = segments.map(({ start, end, target, logProbability }, index) => {
    const source = params.text.slice(start, end);
    const kept = logProbability === 0 && source.replace(/\s+/g, ' ') === target;
    const figure = kept ? l10n.t('left as it is') : l10n.t('ln p {0}', numbers.logarithm(logProbability));
    return html(
      'li.pair',
      {},
      html('span.source', {}, source),
      html('span.target', {}, target),
      html('span.sure', {}, !kept && barTrack(lengths[index] ?? 0), html('span.number.dim', {}, figure)),
    );
  });
  return section(
    'pairs',
    l10n.t('Sentence by sentence'),
    html(
      'div.pair.head.dim.small',
      { attributes: { 'aria-hidden': true } },
      html('span', {}, `${l10n.t('Source')}: ${params.from ?? 'English'}`),
      html('span', {}, `${l10n.t('Translation')}: ${params.to}`),
    ),
    html('ol.list', { attributes: { 'aria-label': l10n.t('Sentence by sentence') } }, ...rows),
    html(
      'p.dim.small',
      {},
      l10n.t(
        'ln p is the sum over a sentence’s tokens: closer to 0 is surer, and longer sentences have lower sums. The bar grows with doubt.',
      ),
    ),
  );
}
