import * as l10n from '@vscode/l10n';
import { rowDifference } from '../../../src/attention/mapDifference.js';
import type { KeptSide } from '../../../src/protocol/webviews/index.js';
import { clipEnd } from '../../../src/text/excerpt.js';
import { engineCalls } from '../export/engineCommand.js';
import type { DifferenceSide, DisplayedDrawing, DisplayedMap } from '../model/displayModel.js';
import { kindCaption, layerHeadText } from '../model/mapNames.js';
import { type MatchedMaps, pairColumnName, pairRowName } from './matchedMaps.js';

const LONGEST = 80;

const mapText = (map: DisplayedMap) => [map.model, kindCaption(map.kind), layerHeadText(map)].join(' · ');

/** What a side shows, in a line. */
export function sideLine(map: DisplayedMap, text: string): string {
  return `${mapText(map)} · ${l10n.t('“{0}”', clipEnd(text.replace(/\s+/g, ' ').trim(), LONGEST))}`;
}

/** What an export carries off of a difference: its drawing, a line a cell, and what it was taken of. */
export function displayedDifference(
  matched: MatchedMaps,
  drawing: SVGElement,
  [here, there]: readonly [KeptSide, KeptSide],
): DisplayedDrawing {
  const { one, other } = matched;
  const sides = [
    differenceSide(one, here, (what) => l10n.t('This: {0}', what)),
    differenceSide(other, there, (what) => l10n.t('Other: {0}', what)),
  ];
  return {
    type: 'drawing',
    name: 'difference',
    drawing,
    caption: l10n.t('Difference of two attention maps, this − other'),
    header: ['query', 'key', 'this', 'other', 'difference', 'row', 'column', 'other row', 'other column'],
    table: [...tableRows(matched)],
    sides,
    calls: [...engineCalls(one, here.view, here.subject), ...engineCalls(other, there.view, there.subject)],
  };
}

/** A line a cell that is compared, places counted from 1. */
function* tableRows(matched: MatchedMaps): Iterable<(string | number)[]> {
  const { one, other, difference } = matched;
  for (let row = 0; row < difference.rows.length; row++) {
    const pair = difference.rows[row]!;
    for (const cell of rowDifference(one, other, pair, difference.columns)) {
      if (Number.isNaN(cell.difference)) continue;
      const [columnHere, columnThere] = difference.columns[cell.column]!;
      const names = [pairRowName(matched, row), pairColumnName(matched, cell.column)];
      const places = [pair[0], columnHere, pair[1], columnThere].map((place) => place + 1);
      yield [...names, cell.one, cell.other, cell.difference, ...places];
    }
  }
}

function differenceSide(
  map: DisplayedMap,
  { view, subject }: KeptSide,
  named: (what: string) => string,
): DifferenceSide {
  const { model, kind, layer, head } = map;
  const text = view.prefix + subject.text;
  const target = map.rows.subjectAt === null ? map.rows.text : null;
  const parts = [mapText(map), l10n.t('Text: {0}', text), target !== null && l10n.t('Target: {0}', target)];
  const caption = named(parts.filter((part) => part !== false).join(' · '));
  return { model, kind, layer, head, text, target, caption };
}
