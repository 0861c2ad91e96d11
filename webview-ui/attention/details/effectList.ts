import { trimToken } from '../../../src/text/displayText.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { DisplayedMap } from '../model/displayModel.js';
import type { WordEffect } from '../model/wordEffects.js';
import { barList, figureIn, LISTED } from './barList.js';

/** The words that do most to a prediction, either way; those that are columns of the map can be pointed at and chosen. */
export function effectList(
  page: AttentionPage,
  map: DisplayedMap,
  { label, side, effects }: { label: string; side: 'source' | 'target'; effects: readonly WordEffect[] },
  on: { point: (column: number) => void; choose: (column: number) => void },
): HTMLElement {
  const top = effects.toSorted((a, b) => Math.abs(b.bits) - Math.abs(a.bits)).slice(0, LISTED);
  const most = Math.max(Math.abs(top[0]?.bits ?? 0), 1e-9);
  const figure = figureIn(page, most);
  const rows = top.map(({ word, bits }) => {
    const column = map.columns.words.findIndex(({ from }) => from === word.from);
    const isHere = column >= 0 && (side === 'source') === (map.columns.subjectAt !== null);
    return {
      name: trimToken(word.text),
      share: Math.abs(bits) / most,
      figure: figure(bits),
      ...(bits < 0 && { kind: 'against' as const }),
      ...(isHere && { point: (isOn: boolean) => on.point(isOn ? column : -1), choose: () => on.choose(column) }),
    };
  });
  return barList(label, 'changed', rows);
}
