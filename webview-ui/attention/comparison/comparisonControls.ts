import * as l10n from '@vscode/l10n';
import type { MapKind } from '../../../src/protocol/engine/index.js';
import type { AttentionView } from '../../../src/protocol/webviews/index.js';
import { scaleTicks } from '../../../src/attention/colourScale.js';
import { html } from '../../kit/dom.js';
import { css, rampColour } from '../../kit/colours.js';
import { weightText } from '../../kit/numbers.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { kindCaption } from '../model/mapNames.js';
import { Dropdown } from '../../kit/dropdown.js';
import type { LayerHead } from './modelResults.js';
import type { RenderStyle } from './smallMap.js';
import type { WordExcerpt } from './wordExcerpt.js';

/** A layer and head in words. */
export function layerHeadName({ layer, head }: LayerHead): string {
  if (layer === null) return l10n.t('average of all layers and heads');
  return head === null
    ? l10n.t('layer {0}, average of its heads', String(layer + 1))
    : l10n.t('layer {0}, head {1}', String(layer + 1), String(head + 1));
}

/** The same for each map of a model; in one word where they are all of one. */
export function partsName(parts: ReadonlyMap<MapKind, LayerHead>): string {
  const names = new Set([...parts.values()].map(layerHeadName));
  if (names.size === 1) return [...names].join('');
  return [...parts].map(([kind, part]) => `${kindCaption(kind)}: ${layerHeadName(part)}`).join(' · ');
}

const numbered = (count: number) => Array.from({ length: count }, (_, at) => [String(at), String(at + 1)] as const);

/** Which layer and head of all three, what becomes of special tokens, which words, and the legend of the colours. */
export class ComparisonControls {
  readonly element: HTMLElement;
  readonly #layer: Dropdown;
  readonly #head: Dropdown;
  readonly #specials: Dropdown;
  readonly #words = html('span.dim.small');
  readonly #legend = html('span.legend', { attributes: { 'aria-hidden': true } });
  readonly #page: AttentionPage;
  #most = { layers: 0, heads: 0 };

  /** @param again something was chosen: the models are to be asked again */
  constructor(page: AttentionPage, again: () => void) {
    this.#page = page;
    const choose = (change: Partial<AttentionView>) => {
      page.setStateSilently(change);
      this.#fillIn();
      again();
    };
    this.#layer = new Dropdown(l10n.t('layer'), (value) =>
      choose(value === '' ? { layer: null, head: null } : { layer: Number(value) }),
    );
    this.#head = new Dropdown(l10n.t('head'), (value) => choose({ head: value === '' ? null : Number(value) }));
    this.#specials = new Dropdown(l10n.t('Special tokens such as [CLS]'), (value) =>
      choose({ specials: value as AttentionView['specials'] }),
    );
    const labelled = (text: string, { element }: Dropdown) =>
      html('label.stepper', {}, html('span.dim', {}, text), element);
    this.element = html(
      'div.controls',
      {},
      labelled(l10n.t('layer'), this.#layer),
      labelled(l10n.t('head'), this.#head),
      this.#specials.element,
      this.#words,
      html('span.spring'),
      this.#legend,
    );
    this.#fillIn();
  }

  /** @param layers of the model with the most, as `heads` */
  update(layers: number, heads: number, style: RenderStyle): void {
    this.#most = { layers, heads };
    this.#fillIn();
    this.#drawLegend(style);
  }

  /** Says how many words of the text are looked at, where it is not all. */
  setExcerpt({ words, of }: WordExcerpt): void {
    this.#words.textContent =
      words < of
        ? l10n.t(
            'All three read only {0} of the {1} words, those around the cursor; the matrix is of all of them',
            String(words),
            String(of),
          )
        : '';
  }

  #fillIn(): void {
    const { state } = this.#page;
    const average = ['', l10n.t('average')] as const;
    const layers = Math.max(this.#most.layers, (state.layer ?? -1) + 1);
    const heads = Math.max(this.#most.heads, (state.head ?? -1) + 1);
    this.#layer.update([average, ...numbered(layers)], String(state.layer ?? ''));
    this.#head.update([average, ...numbered(heads)], String(state.head ?? ''));
    this.#head.element.disabled = state.layer === null;
    this.#specials.update(
      [
        ['show', l10n.t('with special tokens')],
        ['hide', l10n.t('special tokens hidden')],
        ['renormalise', l10n.t('hidden, rows renormalised')],
      ],
      state.specials,
    );
  }

  #drawLegend({ colours, scale, top }: RenderStyle): void {
    const stops = Array.from({ length: 9 }, (_, at) => css(rampColour(colours, at / 8)));
    const [least] = scaleTicks(scale);
    const ends = [
      [weightText((least?.weight ?? 0) * top, this.#page.numbers.decimal), 0],
      [l10n.t('full, below each map'), 1],
    ] as const;
    this.#legend.replaceChildren(
      html('span.ramp', { style: { background: `linear-gradient(to right, ${stops.join(', ')})` } }),
      ...ends.map(([text, at]) => html('span.tick', { style: { '--at': String(at) } }, text)),
    );
  }
}
