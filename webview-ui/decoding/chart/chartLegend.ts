import * as l10n from '@vscode/l10n';
import { html, svg } from '../../kit/dom.js';
import { rovingTabindex } from '../../kit/rovingTabindex.js';
import { trimToken } from '../../kit/displayText.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { lineDash } from './lineDashes.js';
import type { SurprisalLine } from './chartGeometry.js';
import { labelled } from '../../../src/wording/index.js';

export interface LegendEntry {
  run: number;
  /** from 1 */
  place: number;
  name: string;
  line: SurprisalLine;
}

/** The runs below the picture, each with its number, its stroke and its figures; the one in focus stands out there. */
export class ChartLegend {
  readonly element: HTMLElement;
  readonly #embolden: (run: number | null) => void;
  readonly #page: DecodingPage;
  #drawn = '';

  constructor(page: DecodingPage, embolden: (run: number | null) => void) {
    this.#page = page;
    this.#embolden = embolden;
    const label = l10n.t('Surprise per token in bits, all runs');
    this.element = html('ul.legend', { attributes: { role: 'listbox', 'aria-label': label } });
  }

  /** Shows these runs; what says the same already is left alone, since one of its lines may have the focus. */
  update(entries: readonly LegendEntry[]): void {
    const figures = entries.map((entry) => figuresOf(this.#page, entry));
    const drawn = JSON.stringify(entries.map(({ place, name }, index) => [place, name, figures[index]]));
    if (this.#drawn === drawn) return;
    this.#drawn = drawn;
    const items = entries.map((entry, index) => this.#item(entry, figures[index] ?? ''));
    rovingTabindex(items, (index) => this.#embolden(entries[index]?.run ?? null));
    const { activeElement } = document;
    const focused = this.element.contains(activeElement) ? activeElement?.getAttribute('data-run') : null;
    this.element.replaceChildren(...items);
    items.find((item) => item.getAttribute('data-run') === focused)?.focus();
  }

  #item({ run, place, name }: LegendEntry, figures: string): HTMLElement {
    const { colour, pattern } = lineDash(place - 1);
    const plain = () => this.#embolden(null);
    return html(
      'li',
      {
        attributes: { 'data-run': run, role: 'option', title: labelled(name, figures) },
        style: { '--run': colour },
        on: { blur: plain, pointerleave: plain },
      },
      html('span.place', {}, String(place)),
      svg(
        'svg.stroke',
        { attributes: { width: 22, height: 8, 'aria-hidden': true } },
        svg('path', { attributes: { d: 'M0 4H22', 'stroke-dasharray': pattern } }),
      ),
      html('span.name', {}, name),
      html('span.hidden', {}, `: ${figures}`),
    );
  }
}

function figuresOf({ numbers }: DecodingPage, { line: { bits, texts } }: LegendEntry): string {
  const mean = bits.reduce((sum, value) => sum + value, 0) / Math.max(1, bits.length);
  const highest = Math.max(0, ...bits);
  const at = trimToken(texts[bits.indexOf(highest)] ?? '');
  return l10n.t('mean {0} bits, highest {1} at “{2}”', numbers.decimal(mean, 1), numbers.decimal(highest, 1), at);
}
