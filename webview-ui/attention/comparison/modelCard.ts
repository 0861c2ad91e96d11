import * as l10n from '@vscode/l10n';
import type { Architecture, MapKind, ModelInfo } from '../../../src/protocol/engine/index.js';
import { html } from '../../kit/dom.js';
import { architectureName } from '../../../src/wording/architectureName.js';
import { kindCaption } from '../model/mapNames.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { Dropdown } from '../../kit/dropdown.js';
import { weightText } from '../../kit/numbers.js';
import { scaleMaximum } from '../model/prepareMap.js';
import type { WordMap } from './wordMap.js';
import { modelFamily, KINDS } from './selectModels.js';
import { wordReadout, wordMapTable } from './wordReadout.js';
import { type RenderStyle, type SmallMapEvents, notice, SmallMap } from './smallMap.js';

/** Says what tells an architecture apart. */
function architectureMeaning(architecture: Architecture): string {
  switch (architecture) {
    case 'encoder':
      return l10n.t('Reads both sides: every word may read every other.');
    case 'decoder':
      return l10n.t('Reads only what came before: what is struck through it never sees.');
    case 'encoder-decoder':
      return l10n.t('Reads all of the source, then writes with one eye on it.');
  }
}

/** What the decoder reads here, which is not a translation, and what the rows of its cross-attention are. */
const targetNote = () =>
  html(
    'p.dim.small',
    {},
    l10n.t(
      'So that the words are the same everywhere, its decoder is given the source itself as its target: it copies, and translates nothing. A row of cross-attention is the word that is written there.',
    ),
  );

/** What stands for one map. */
interface MapFigure {
  kind: MapKind;
  map: SmallMap;
  readout: HTMLElement;
  element: HTMLElement;
  /** the weight that has the full colour */
  full: HTMLElement;
  shown: WordMap | null;
}

/** One architecture: its model, the sentence that tells it apart, its maps. */
export class ModelCard {
  readonly #notice = html('div.notices');
  readonly #maps = html('div.maps');
  readonly #part = html('p.part.dim.small');
  readonly #title = html('b');
  readonly #only = html('span.only.dim');
  readonly #model: Dropdown;
  readonly element: HTMLElement;
  readonly figures: MapFigure[];
  #words: readonly string[] = [];
  readonly #page: AttentionPage;

  constructor(
    page: AttentionPage,
    readonly architecture: Architecture,
    events: SmallMapEvents & { model: (id: string) => void },
  ) {
    this.#page = page;

    this.#model = new Dropdown(l10n.t('Model of the architecture {0}', architectureName(architecture)), events.model);
    this.figures = KINDS[architecture].map((kind) => this.#figure(kind, events));
    const label = `arch-${architecture}`;
    const heading = html(
      'h2',
      { attributes: { id: label } },
      this.#title,
      html('span.dim', {}, architectureName(architecture)),
    );
    this.element = html(
      `section.architecture.${architecture}`,
      { attributes: { 'aria-labelledby': label } },
      html('header', {}, heading, this.#only, this.#model.element),
      html(
        'div',
        {},
        html('p.sentence', {}, architectureMeaning(architecture)),
        architecture === 'encoder-decoder' && targetNote(),
      ),
      this.#part,
      this.#notice,
      this.#maps,
    );
  }

  #figure(kind: MapKind, events: SmallMapEvents): MapFigure {
    const name = kindCaption(kind);
    const label = l10n.t('Attention between the words: {0}, {1}', architectureName(this.architecture), name);
    const map = new SmallMap(label, kind === 'decoder', l10n.t('special'), events);
    const text = html('div.read');
    const isOne = KINDS[this.architecture].length === 1;
    const full = html('p.dim.small');
    const figure: MapFigure = { kind, map, readout: text, full, shown: null, element: html('figure') };
    figure.element.append(
      ...(isOne ? [] : [html('figcaption', {}, name)]),
      map.element,
      full,
      text,
      wordMapTable(
        this.#page,
        () => figure.shown,
        () => this.#words,
      ),
    );
    return figure;
  }

  /** What the model's family is called. */
  get name(): string {
    return this.#title.textContent;
  }

  /** Which models there are to choose from, and which it is. */
  setModels(models: readonly ModelInfo[], model: ModelInfo | null): void {
    this.#model.update(
      models.map(({ id }) => [id, id] as const),
      model?.id ?? '',
    );
    this.#model.element.hidden = models.length < 2;
    this.#only.textContent = models.length < 2 ? (model?.id ?? '') : '';
    this.#title.textContent = model ? modelFamily(model) : architectureName(this.architecture);
  }

  /** @param note which layer and head it is, and what else is to be known */
  update(maps: ReadonlyMap<MapKind, WordMap>, words: readonly string[], style: RenderStyle, note: string): void {
    this.#words = words;
    this.#notice.replaceChildren();
    this.#part.textContent = note;
    for (const figure of this.figures) {
      const map = maps.get(figure.kind);
      if (!map) continue;
      figure.shown = map;
      // Each by its own largest weight: beside a map of one bright line the others were dark all over.
      const top = scaleMaximum(map.matrix.values);
      figure.map.update(map, words, { ...style, top });
      figure.full.textContent = l10n.t('full colour: {0}', weightText(top, this.#page.numbers.decimal));
      figure.element.querySelector('details')?.removeAttribute('open');
    }
    this.#maps.replaceChildren(...this.figures.flatMap(({ shown, element }) => (shown ? [element] : [])));
  }

  /** No map: the model works, or something went wrong. */
  showNotice(name: 'loading' | 'failed', text: string): void {
    this.#part.textContent = '';
    this.#notice.replaceChildren(notice(name, text));
    for (const figure of this.figures) figure.shown = null;
    this.#maps.replaceChildren();
  }

  mark(row: number, column: number): void {
    for (const { shown, map } of this.figures) if (shown) map.mark(row, column);
  }

  /** What a word reads, under each map. */
  showReadout(row: number): void {
    for (const { shown, readout: place } of this.figures) {
      place.replaceChildren(...(shown && row >= 0 ? [wordReadout(this.#page, shown, this.#words, row)] : []));
    }
  }
}
