import * as l10n from '@vscode/l10n';
import { html } from '../../kit/dom.js';
import { barList } from '../details/barList.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { Cell } from '../model/cell.js';
import { differenceText, isSameMap, type MatchedMaps, pairColumnName, pairRowName } from './matchedMaps.js';

export interface FactsEvents {
  point: (pair: Cell | null) => void;
  choose: (pair: Cell) => void;
}

/** What two maps differ by, in figures: how much on the mean, where most, and what is left out. */
export function differenceFacts(page: AttentionPage, matched: MatchedMaps, on: FactsEvents): HTMLElement[] {
  const { decimal } = page.numbers;
  const { difference, most } = matched;
  const { count, meanAbsolute } = difference;
  const note = (text: string) => html('p.dim.small', {}, text);
  const notes = [note(matchText(matched)), ...leftOut(page, matched).map(note)];
  if (meanAbsolute === null) {
    return [html('p', {}, l10n.t('Nothing can be compared: no cell of the two maps has a counterpart.')), ...notes];
  }
  const mean = decimal(meanAbsolute, 4);
  const largest = Math.abs(most[0]?.difference ?? 0);
  const rows = most.map((cell) => ({
    name: `${pairRowName(matched, cell.row)} → ${pairColumnName(matched, cell.column)}`,
    share: largest > 0 ? Math.abs(cell.difference) / largest : 0,
    figure: differenceText(cell, decimal),
    kind: cell.difference > 0 ? ('read' as const) : ('changed' as const),
    point: (isOn: boolean) => on.point(isOn ? cell : null),
    choose: () => on.choose(cell),
  }));
  return [
    html(
      'p',
      {},
      l10n.t('Mean absolute difference of the weights: {0}, over {1} cells.', mean, decimal(count, 0)),
      ' ',
      isSameMap(matched) &&
        l10n.t(
          'Both sides show the same: take another text in the editor, another model above, or another word of the other side below.',
        ),
    ),
    ...(rows.length > 0
      ? [
          html('h3', {}, l10n.t('The cells that differ most')),
          barList(l10n.t('The cells that differ most'), 'read', rows),
        ]
      : []),
    ...notes,
  ];
}

function matchText({ byPlace }: MatchedMaps): string {
  const how = (isPlace: boolean) =>
    isPlace ? l10n.t('by their place in the same text') : l10n.t('by equal words in order');
  return l10n.t('Rows are matched {0}, columns {1}.', how(byPlace.rows), how(byPlace.columns));
}

function leftOut({ numbers }: AttentionPage, { one, other, difference }: MatchedMaps): string[] {
  const { rows, columns, values, count } = difference;
  const figures = (pairs: number, here: number, there: number) =>
    [here - pairs, here, there - pairs, there].map((value) => numbers.decimal(value, 0));
  const isWhole = (pairs: number, here: number, there: number) => pairs === here && pairs === there;
  const told: string[] = [];
  const [rowsHere, rowsThere] = [one.matrix.queries, other.matrix.queries];
  if (!isWhole(rows.length, rowsHere, rowsThere)) {
    const counts = figures(rows.length, rowsHere, rowsThere);
    told.push(l10n.t('Rows left out for want of a counterpart: {0} of {1} here, {2} of {3} there.', ...counts));
  }
  const [columnsHere, columnsThere] = [one.matrix.keys, other.matrix.keys];
  if (!isWhole(columns.length, columnsHere, columnsThere)) {
    const counts = figures(columns.length, columnsHere, columnsThere);
    told.push(l10n.t('Columns left out for want of a counterpart: {0} of {1} here, {2} of {3} there.', ...counts));
  }
  if (count < values.length) {
    told.push(l10n.t('Cells that a mask hides on either side are struck through and not counted.'));
  }
  return told;
}
