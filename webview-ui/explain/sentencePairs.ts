import type { LastResult } from '../../src/protocol/webviews/index.js';
import { barTrack } from '../kit/bar.js';
import { html, section } from '../kit/dom.js';
import { uncertaintyShares } from './sparkline.js';
import type { ExplainPage } from './explainPage.js';

type TranslateResult = Extract<LastResult, { kind: 'translate' }>;

/** Sentence beside translated sentence, with how sure the model was. */
export function pairsSection(
  { say, numbers }: ExplainPage,
  { params, value: { segments } }: TranslateResult,
): HTMLElement {
  const lengths = uncertaintyShares(segments.map(({ logProbability }) => logProbability));
  const rows = segments.map(({ start, end, target, logProbability }, index) => {
    const source = params.text.slice(start, end);
    const kept = logProbability === 0 && source.replace(/\s+/g, ' ') === target;
    const figure = kept ? say('leftAsIs') : say('logProbability', numbers.logarithm(logProbability));
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
    say('pairs'),
    html(
      'div.pair.head.dim.small',
      { attributes: { 'aria-hidden': true } },
      html('span', {}, `${say('source')}: ${params.from ?? 'English'}`),
      html('span', {}, `${say('target')}: ${params.to}`),
    ),
    html('ol.list', { attributes: { 'aria-label': say('pairs') } }, ...rows),
    html('p.dim.small', {}, say('pairsMeaning')),
  );
}
