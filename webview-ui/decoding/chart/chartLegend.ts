import * as l10n from '@vscode/l10n';
import { html, svg } from '../../kit/dom.js';
import { rovingTabindex } from '../../kit/rovingTabindex.js';
import { trimToken } from '../../kit/displayText.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { lineDash } from './lineDashes.js';
import type { SurprisalLine } from './chartGeometry.js';

export interface LegendEntry {
  run: number;
  /** from 1 */
  place: number;
  name: string;
  line: SurprisalLine;
}

const drawnIn = new WeakMap<HTMLElement, string>();

/**
 * The runs below the picture, each with its number, its stroke and its figures; the one in focus stands out there.
 * @param list is left alone while it says the same
 */
export function chartLegend(
  page: DecodingPage,
  list: HTMLElement,
  entries: readonly LegendEntry[],
  embolden: (run: number | null) => void,
): void {
  const figures = entries.map((entry) => figuresOf(page, entry));
  const drawn = JSON.stringify(entries.map(({ place, name }, index) => [place, name, figures[index]]));
  if (drawnIn.get(list) === drawn) return;
  drawnIn.set(list, drawn);
  const items = entries.map(({ run, place, name }, index) => {
    const { colour, pattern } = lineDash(place - 1);
    return html(
      'li',
      {
        attributes: { 'data-run': run, role: 'option', title: `${name}: ${figures[index] ?? ''}` },
        style: { '--run': colour },
        on: { blur: () => embolden(null), pointerleave: () => embolden(null) },
      },
      html('span.place', {}, String(place)),
      svg(
        'svg.stroke',
        { attributes: { width: 22, height: 8, 'aria-hidden': true } },
        svg('path', { attributes: { d: 'M0 4H22', 'stroke-dasharray': pattern } }),
      ),
      html('span.name', {}, name),
      html('span.hidden', {}, `: ${figures[index] ?? ''}`),
    );
  });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', l10n.t('Surprise per token in bits, all runs'));
  rovingTabindex(items, (index) => embolden(entries[index]?.run ?? null));
  const focused = list.contains(document.activeElement) ? document.activeElement?.getAttribute('data-run') : null;
  list.replaceChildren(...items);
  items.find((item) => item.getAttribute('data-run') === focused)?.focus();
}

function figuresOf({ numbers }: DecodingPage, { line: { bits, texts } }: LegendEntry): string {
  const mean = bits.reduce((sum, value) => sum + value, 0) / Math.max(1, bits.length);
  const highest = Math.max(0, ...bits);
  const at = trimToken(texts[bits.indexOf(highest)] ?? '');
  return l10n.t('mean {0} bits, highest {1} at “{2}”', numbers.decimal(mean, 1), numbers.decimal(highest, 1), at);
}
