import { queryRow } from '../../src/attention/weightMatrix.js';
import { html } from '../shared/elements.js';
import { named } from '../shared/texts.js';
import type { Page } from './page.js';
import type { ShownMap } from './shown.js';

/** A map with more cells is shown a row at a time. */
const WHOLE = 26 * 26;

/** The numbers as a table: all of a small map, otherwise the row in focus. */
export function tableOf(page: Page, map: ShownMap, row: number): HTMLElement {
  const { queries, keys } = map.matrix;
  const isWhole = queries * keys <= WHOLE;
  const label = page.say('table');
  return html(
    'div.tabled',
    { attributes: { tabindex: 0, role: 'region', 'aria-label': label } },
    isWhole ? wholeTable(page, map) : rowTable(page, map, Math.max(0, row)),
  );
}

function wholeTable({ say, numbers }: Page, { rows, columns, matrix }: ShownMap): HTMLElement {
  const heading = (text: string, scope: string) => html('th', { attributes: { scope } }, named(text));
  return html(
    'table.whole',
    {},
    html('caption.dim.small', {}, say('tableWhole')),
    html('thead', {}, html('tr', {}, html('td'), ...columns.words.map(({ text }) => heading(text, 'col')))),
    html(
      'tbody',
      {},
      ...rows.words.map(({ text }, row) =>
        html(
          'tr',
          {},
          heading(text, 'row'),
          ...Array.from(queryRow(matrix, row), (weight) =>
            html(weight < 0.005 ? 'td.number.dim' : 'td.number', {}, numbers.decimal(weight, 2)),
          ),
        ),
      ),
    ),
  );
}

function rowTable({ say, numbers }: Page, { rows, columns, matrix }: ShownMap, row: number): HTMLElement {
  const weights = queryRow(matrix, row);
  const heading = (text: string) => html('th', { attributes: { scope: 'col' } }, text);
  return html(
    'table',
    {},
    html('caption.dim.small', {}, say('tableRow', named(rows.words[row]?.text ?? ''))),
    html('thead', {}, html('tr', {}, heading(say('columnRead')), heading(say('columnWeight')))),
    html(
      'tbody',
      {},
      ...columns.words.map(({ text }, column) =>
        html(
          'tr',
          {},
          html('th', { attributes: { scope: 'row' } }, named(text)),
          html('td.number', {}, numbers.decimal(weights[column] ?? 0, 4)),
        ),
      ),
    ),
  );
}
