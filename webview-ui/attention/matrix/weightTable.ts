import * as l10n from '@vscode/l10n';
import { queryRow } from '../../../src/attention/weightMatrix.js';
import { html } from '../../kit/dom.js';
import { trimToken } from '../../../src/text/displayText.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { rowName } from '../model/mapNames.js';
import type { DisplayedMap } from '../model/displayModel.js';

/** A map with more cells is shown a row at a time. */
const MAX_WHOLE_CELLS = 26 * 26;

/** The numbers as a table: all of a small map, otherwise the row in focus. */
export function weightTable(page: AttentionPage, map: DisplayedMap, row: number): HTMLElement {
  const { queries, keys } = map.matrix;
  const isWhole = queries * keys <= MAX_WHOLE_CELLS;
  const label = l10n.t('Table');
  return html(
    'div.tabled',
    { attributes: { tabindex: 0, role: 'region', 'aria-label': label } },
    isWhole ? wholeTable(page, map) : rowTable(page, map, Math.max(0, row)),
  );
}

function wholeTable({ numbers }: AttentionPage, map: DisplayedMap): HTMLElement {
  const { rows, columns, matrix } = map;
  const heading = (text: string, scope: string) => html('th', { attributes: { scope } }, trimToken(text));
  return html(
    'table.whole',
    {},
    html('caption.dim.small', {}, l10n.t('Weights: each row reads the columns.')),
    html('thead', {}, html('tr', {}, html('td'), ...columns.words.map(({ text }) => heading(text, 'col')))),
    html(
      'tbody',
      {},
      ...rows.words.map((_, row) =>
        html(
          'tr',
          {},
          heading(rowName(map, row), 'row'),
          ...Array.from(queryRow(matrix, row), (weight) =>
            html(weight < 0.005 ? 'td.number.dim' : 'td.number', {}, numbers.decimal(weight, 2)),
          ),
        ),
      ),
    ),
  );
}

function rowTable({ numbers }: AttentionPage, map: DisplayedMap, row: number): HTMLElement {
  const { columns, matrix } = map;
  const weights = queryRow(matrix, row);
  const heading = (text: string) => html('th', { attributes: { scope: 'col' } }, text);
  return html(
    'table',
    {},
    html('caption.dim.small', {}, l10n.t('What {0} reads. The row follows the focus.', trimToken(rowName(map, row)))),
    html('thead', {}, html('tr', {}, heading(l10n.t('is read')), heading(l10n.t('weight')))),
    html(
      'tbody',
      {},
      ...columns.words.map(({ text }, column) =>
        html(
          'tr',
          {},
          html('th', { attributes: { scope: 'row' } }, trimToken(text)),
          html('td.number', {}, numbers.decimal(weights[column] ?? 0, 4)),
        ),
      ),
    ),
  );
}
