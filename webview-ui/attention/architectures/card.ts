import type { Architecture, MapKind, ModelInfo } from '../../../src/protocol/engine/index.js';
import { html } from '../../shared/elements.js';
import { kindName } from '../export/caption.js';
import type { Page } from '../page.js';
import { dropdown, fill } from '../segmented.js';
import type { Aligned } from './align.js';
import { familyOf, KINDS } from './models.js';
import { readout, tableOf } from './readout.js';
import { type Look, type MapEvents, notice, SmallMap } from './smallMap.js';

const SENTENCES = {
  encoder: 'archEncoderReads',
  decoder: 'archDecoderReads',
  'encoder-decoder': 'archEncoderDecoderReads',
} as const satisfies Record<Architecture, string>;

const NAMES = {
  encoder: 'archEncoder',
  decoder: 'archDecoder',
  'encoder-decoder': 'archEncoderDecoder',
} as const satisfies Record<Architecture, string>;

export const architectureName = (say: Page['say'], architecture: Architecture) => say(NAMES[architecture]);

/** What stands for one map. */
interface Figure {
  kind: MapKind;
  map: SmallMap;
  readout: HTMLElement;
  element: HTMLElement;
  shown: Aligned | null;
}

/** One architecture: its model, the sentence that tells it apart, its maps. */
export class Card {
  readonly #notice = html('div.notices');
  readonly #maps = html('div.maps');
  readonly #part = html('p.part.dim.small');
  readonly #title = html('b');
  readonly #only = html('span.only.dim');
  readonly #model: HTMLSelectElement;
  readonly element: HTMLElement;
  readonly figures: Figure[];
  #words: readonly string[] = [];

  constructor(
    private readonly page: Page,
    readonly architecture: Architecture,
    events: MapEvents & { model: (id: string) => void },
  ) {
    const { say } = page;
    this.#model = dropdown(say('archModel', architectureName(say, architecture)), events.model);
    this.figures = KINDS[architecture].map((kind) => this.#figure(kind, events));
    const label = `arch-${architecture}`;
    const heading = html(
      'h2',
      { attributes: { id: label } },
      this.#title,
      html('span.dim', {}, architectureName(say, architecture)),
    );
    this.element = html(
      `section.architecture.${architecture}`,
      { attributes: { 'aria-labelledby': label } },
      html('header', {}, heading, this.#only, this.#model),
      html('p.sentence', {}, say(SENTENCES[architecture])),
      this.#part,
      this.#notice,
      this.#maps,
    );
  }

  #figure(kind: MapKind, events: MapEvents): Figure {
    const { say } = this.page;
    const name = kindName(say, kind);
    const label = say('archMapLabel', architectureName(say, this.architecture), name);
    const map = new SmallMap(label, kind === 'decoder', say('archOther'), events);
    const text = html('div.read');
    const isOne = KINDS[this.architecture].length === 1;
    const figure: Figure = { kind, map, readout: text, shown: null, element: html('figure') };
    figure.element.append(
      ...(isOne ? [] : [html('figcaption', {}, name)]),
      map.element,
      text,
      tableOf(
        this.page,
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
  models(models: readonly ModelInfo[], model: ModelInfo | null): void {
    fill(
      this.#model,
      models.map(({ id }) => [id, id] as const),
      model?.id ?? '',
    );
    this.#model.hidden = models.length < 2;
    this.#only.textContent = models.length < 2 ? (model?.id ?? '') : '';
    this.#title.textContent = model ? familyOf(model) : architectureName(this.page.say, this.architecture);
  }

  /** @param note which layer and head it is, and what else is to be known */
  show(maps: ReadonlyMap<MapKind, Aligned>, words: readonly string[], look: Look, note: string): void {
    this.#words = words;
    this.#notice.replaceChildren();
    this.#part.textContent = note;
    for (const figure of this.figures) {
      const map = maps.get(figure.kind);
      if (!map) continue;
      figure.shown = map;
      figure.map.show(map, words, look);
      figure.element.querySelector('details')?.removeAttribute('open');
    }
    this.#maps.replaceChildren(...this.figures.flatMap(({ shown, element }) => (shown ? [element] : [])));
  }

  /** No map: the model works, or something went wrong. */
  tell(name: 'loading' | 'failed', text: string): void {
    this.#part.textContent = '';
    this.#notice.replaceChildren(notice(name, text));
    for (const figure of this.figures) figure.shown = null;
    this.#maps.replaceChildren();
  }

  mark(row: number, column: number): void {
    for (const { shown, map } of this.figures) if (shown) map.mark(row, column);
  }

  /** What a word reads, under each map. */
  read(row: number): void {
    for (const { shown, readout: place } of this.figures) {
      place.replaceChildren(...(shown && row >= 0 ? [readout(this.page, shown, this.#words, row)] : []));
    }
  }
}
