import type { AttentionPage } from '../model/attentionPage.js';
import { html } from '../../kit/dom.js';

/** What a bar's length is; it has a colour of its own. `against`: of a figure below 0. */
export type BarKind = 'read' | 'changed' | 'rollout' | 'against';

export interface BarRow {
  name: string;
  /** of the longest bar, 0 to 1 */
  share: number;
  figure: string;
  /** where it is another than the list's */
  kind?: BarKind;
  /** pointed at, or no longer */
  point?: (on: boolean) => void;
  choose?: () => void;
}

/** Rows of name, bar and figure; a row that can be chosen is a button. */
export function barList(label: string, kind: BarKind, rows: readonly BarRow[]): HTMLElement {
  return html(
    'ol.bars',
    { attributes: { 'aria-label': label } },
    ...rows.map((row) => html(`li.${row.kind ?? kind}`, {}, barRow(row))),
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

/** A list has at most so many rows. */
export const LISTED = 5;

/** Figures of a list, their digits by its largest. */
export function figureIn({ numbers }: AttentionPage, largest: number): (value: number) => string {
  const digits = largest >= 0.1 ? 2 : 3;
  const least = 10 ** -digits;
  return (value) => {
    if (value === 0 || Math.abs(value) >= least / 2) return numbers.decimal(value, digits);
    return value > 0 ? `< ${numbers.decimal(least, digits)}` : `> ${numbers.decimal(-least, digits)}`;
  };
}
