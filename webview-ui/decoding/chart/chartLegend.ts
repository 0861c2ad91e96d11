import * as l10n from '@vscode/l10n';
import { html, svg } from '../../kit/dom.js';
import { rovingTabindex } from '../../kit/rovingTabindex.js';
import { trimToken } from '../../../src/text/displayText.js';
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
  /** it is among those in the picture */
  drawn: boolean;
}

export interface LegendEvents {
  /** a run is to stand out; null: none */
  embolden: (run: number | null) => void;
  /** a run is to be drawn, or no longer */
  toggle: (run: number) => void;
}

/**
 * The runs below the picture, each with its number, its stroke and its figures; the one in focus stands out there, and a
 * click or Enter takes it out of the picture.
 */
export class ChartLegend {
  readonly element: HTMLElement;
  readonly #events: LegendEvents;
  readonly #page: DecodingPage;
  #drawn = '';

  constructor(page: DecodingPage, events: LegendEvents) {
    this.#page = page;
    this.#events = events;
    const label = l10n.t('Surprise per token in bits, all runs');
    this.element = html('ul.legend', {
      attributes: { role: 'listbox', 'aria-label': label, 'aria-multiselectable': true },
    });
  }

  /** Shows these runs; what says the same already is left alone, since one of its lines may have the focus. */
  update(entries: readonly LegendEntry[]): void {
    const figures = entries.map((entry) => figuresOf(this.#page, entry));
    const drawn = JSON.stringify(
      entries.map(({ place, name, drawn: shown }, index) => [place, name, figures[index], shown]),
    );
    if (this.#drawn === drawn) return;
    this.#drawn = drawn;
    const items = entries.map((entry, index) => this.#item(entry, figures[index] ?? ''));
    rovingTabindex(items, (index) => this.#events.embolden(entries[index]?.run ?? null));
    const { activeElement } = document;
    const focused = this.element.contains(activeElement) ? activeElement?.getAttribute('data-run') : null;
    this.element.replaceChildren(...items);
    items.find((item) => item.getAttribute('data-run') === focused)?.focus();
  }

  #item({ run, place, name, drawn: shown }: LegendEntry, figures: string): HTMLElement {
    const { colour, pattern } = lineDash(place - 1);
    const plain = () => this.#events.embolden(null);
    return html(
      'li',
      {
        attributes: { 'data-run': run, role: 'option', 'aria-selected': shown, title: labelled(name, figures) },
        style: { '--run': colour },
        on: {
          blur: plain,
          pointerleave: plain,
          click: () => this.#events.toggle(run),
          keydown: (event) => {
            if (!/^(Enter| )$/.test((event as KeyboardEvent).key)) return;
            event.preventDefault();
            this.#events.toggle(run);
          },
        },
      },
      html('span.place', {}, String(place), ' '),
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
