import { html } from '../../kit/dom.js';

export interface BarRow {
  name: string;
  /** of the longest bar, 0 to 1 */
  share: number;
  figure: string;
  /** pointed at, or no longer */
  point?: (on: boolean) => void;
  choose?: () => void;
}

/** Rows of name, bar and figure; a row that can be chosen is a button. */
export function barList(label: string, kind: 'read' | 'changed' | 'rollout', rows: readonly BarRow[]): HTMLElement {
  return html(
    'ol.bars',
    { attributes: { 'aria-label': label } },
    ...rows.map((row) => html(`li.${kind}`, {}, barRow(row))),
  );
}

function barRow({ name, share, figure, point, choose }: BarRow): HTMLElement {
  const on = {
    ...(point && {
      pointerenter: () => point(true),
      pointerleave: () => point(false),
      focus: () => point(true),
      blur: () => point(false),
    }),
    ...(choose && { click: choose }),
  };
  return html(
    choose ? 'button.barrow' : 'div.barrow',
    { attributes: choose ? { type: 'button' } : {}, on },
    html('span.word', { attributes: { title: name } }, name),
    html(
      'span.length',
      { attributes: { 'aria-hidden': true } },
      html('span.bar', { style: { '--share': share.toFixed(4) } }),
    ),
    html('span.number.dim', {}, figure),
  );
}
