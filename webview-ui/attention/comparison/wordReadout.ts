import * as l10n from '@vscode/l10n';
import { html } from '../../kit/dom.js';
import { barTrack } from '../../kit/barElement.js';
import { topWeights } from '../../../src/maths/topWeights.js';
import { queryRow } from '../../../src/attention/weightMatrix.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { WordMap } from './wordMap.js';

/** So many words stand under a map. */
const MOST = 4;

/** What is less reads as 0.00; the first one stands all the same. */
const LEAST = 0.005;

/** What a word reads most, in words and figures; the picture above says the same by colour. */
export function wordReadout(
  { numbers }: AttentionPage,
  map: WordMap,
  words: readonly string[],
  row: number,
): HTMLElement {
  if (map.missing.rows.has(row))
    return html('p.dim.small', {}, l10n.t('The model has no token for “{0}”.', words[row] ?? ''));
  const weights = queryRow(map.matrix, row);
  const top = topWeights(weights, MOST).filter(({ weight }, at) => at === 0 || weight >= LEAST);
  const lines = top.map(({ index, weight }) => line(words[index] ?? '', weight, numbers.decimal(weight, 2)));
  const other = map.other?.[row];
  return html(
    'ul.reads',
    { attributes: { 'aria-label': l10n.t('What “{0}” reads most', words[row] ?? '') } },
    ...lines,
    other === undefined ? null : line(l10n.t('special'), other, numbers.decimal(other, 2), 'other'),
  );
}

function line(word: string, weight: number, figure: string, name = ''): HTMLElement {
  return html(
    name === '' ? 'li' : `li.${name}`,
    {},
    html('span.word', { attributes: { title: word } }, word),
    barTrack(Math.min(1, weight)),
    html('span.number', {}, figure),
  );
}

/** All weights of a map as a table, made when it is opened. */
export function wordMapTable(
  { numbers }: AttentionPage,
  map: () => WordMap | null,
  words: () => readonly string[],
): HTMLElement {
  const place = html('div.scroll', {
    attributes: { tabindex: 0, role: 'region', 'aria-label': l10n.t('All values as a table') },
  });
  const draw = () => {
    const shown = map();
    if (!shown) return;
    const names = words();
    const heads = names.map((name) => html('th', { attributes: { scope: 'col' } }, name));
    const rows = names.map((name, row) =>
      html(
        'tr',
        {},
        html('th', { attributes: { scope: 'row' } }, name),
        ...[...queryRow(shown.matrix, row)].map((weight) => html('td.number', {}, numbers.decimal(weight, 3))),
      ),
    );
    place.replaceChildren(
      html('table', {}, html('thead', {}, html('tr', {}, html('td'), ...heads)), html('tbody', {}, ...rows)),
    );
  };
  const details: HTMLElement = html(
    'details.values',
    { on: { toggle: () => (details.hasAttribute('open') ? draw() : place.replaceChildren()) } },
    html('summary.small', {}, l10n.t('All values as a table')),
    place,
  );
  return details;
}
