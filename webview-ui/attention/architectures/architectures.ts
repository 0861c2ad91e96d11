import type { Architecture, Span } from '../../../src/protocol/engine/index.js';
import { html } from '../../shared/elements.js';
import { splitWords } from '../../../src/text/wordSpans.js';
import type { Page, Part } from '../page.js';
import { watchTheme } from '../theme.js';
import { Card } from './card.js';
import { controls } from './controls.js';
import { drawingOf } from './drawing.js';
import { Maps } from './maps.js';
import { MaskSteps } from './maskSteps.js';
import { ARCHITECTURES, trio } from './models.js';
import { Readings } from './readings.js';
import { RightContext } from './rightContext.js';
import { stretchOf, type Stretch } from './stretch.js';
import { summaryOf } from './summary.js';
import { wordList } from './words.js';

/** How long a word keeps the focus before the models are asked about it, ms. */
const SETTLED = 250;

/** Models chosen here, for as long as the page lives. */
const chosenModels = new Map<Architecture, string>();

/** The same words through BERT, GPT-2 and T5: five maps with one order of words and one focus. */
export function architecturesView(page: Page): Part {
  const text = page.subject?.text ?? '';
  const stretch = stretchOf(text, page.state.focus ?? page.subject?.cursor ?? null);
  if (!stretch) return { element: html('p.empty', {}, page.say('archNoWords')) };
  const view = new Architectures(page, text, stretch);
  view.start();
  return view;
}

class Architectures implements Part {
  readonly #cards: Map<Architecture, Card>;
  readonly #readings: Readings;
  readonly #maps: Maps;
  readonly #right: RightContext;
  readonly #steps: MaskSteps;
  readonly #controls;
  readonly #words = html('div.text');
  readonly #summary = html('p.unseen', { attributes: { id: 'arch-summary' } });
  readonly element: HTMLElement;
  #list: ReturnType<typeof wordList> | null = null;
  #stretch: Stretch;
  #text = '';
  #spans: Span[] = [];
  #names: string[] = [];
  #chosen = -1;
  #pointed = { row: -1, column: -1 };
  #cursor = -1;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #unwatch: () => void;

  constructor(
    private readonly page: Page,
    private readonly whole: string,
    stretch: Stretch,
  ) {
    this.#stretch = stretch;
    this.#readings = new Readings(page, (architecture) => this.#changed(architecture));
    this.#right = new RightContext(page, this.#readings);
    this.#steps = new MaskSteps(page, this.#readings);
    const events = {
      point: (row: number, column: number) => this.#pointAt(row, column),
      choose: (row: number) => this.#choose(row),
    };
    this.#cards = new Map(
      ARCHITECTURES.map((architecture) => {
        const model = (id: string) => {
          chosenModels.set(architecture, id);
          this.#ask(architecture);
        };
        return [architecture, new Card(page, architecture, { ...events, model })] as const;
      }),
    );
    this.#controls = controls(page, stretch, () => this.start());
    this.#maps = new Maps(page, this.#cards, this.#readings, this.#controls);
    this.element = html(
      'div.architectures',
      {},
      this.#controls.element,
      this.#words,
      this.#summary,
      html('div.trio', {}, ...[...this.#cards.values()].map(({ element }) => element)),
      this.#steps.element,
      this.#right.element,
    );
    this.#unwatch = watchTheme(() => this.#draw(null));
    this.#place(stretch, page.state.focus);
  }

  start(): void {
    for (const architecture of ARCHITECTURES) this.#ask(architecture);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#unwatch();
    this.#readings.dispose();
    this.#right.dispose();
    this.#steps.dispose();
    this.page.point(null);
  }

  /** The editor's cursor takes the focus along; in a long text the maps go along to another sentence. */
  cursor(at: number | null): void {
    const { start, end } = this.#stretch;
    if (at !== null && (at < start || at > end)) {
      const next = stretchOf(this.whole, at);
      if (next && next.start !== start) {
        this.#place(next, at);
        return this.start();
      }
    }
    this.#cursor = at === null ? -1 : this.#wordAt(at);
    if (this.#cursor >= 0) this.#focus(this.#cursor);
    this.#mark();
  }

  shown() {
    const { page } = this;
    if (!this.#maps.look || this.#maps.isEmpty) return null;
    const readings = ARCHITECTURES.map((architecture) => this.#readings.of(architecture));
    return drawingOf(page, {
      cards: [...this.#cards.values()],
      readings,
      words: this.#names,
      text: this.#text,
      partText: this.#controls.partText,
    });
  }

  /** Other words: the list of them is there at once, the maps when the models have read them. */
  #place(stretch: Stretch, focus: number | null): void {
    this.#stretch = stretch;
    this.#text = this.whole.slice(stretch.start, stretch.end);
    this.#spans = splitWords(this.#text);
    this.#names = this.#spans.map(({ start, end }) => this.#text.slice(start, end));
    const gaps = this.#spans.map(({ start }, at) => this.#text.slice(this.#spans[at - 1]?.end ?? 0, start));
    this.#list = wordList(this.page, this.#names, gaps, {
      choose: (index) => this.#choose(index),
      point: (index) => this.#pointAt(index, -1),
      open: (index) => {
        const span = this.#inSubject(index);
        if (span) this.page.reveal(span);
      },
    });
    this.#words.replaceChildren(this.#list.element);
    const cursor = this.page.subject?.cursor ?? null;
    this.#cursor = cursor === null ? -1 : this.#wordAt(cursor);
    const remembered = focus === null ? -1 : this.#wordAt(focus);
    this.#chosen = [remembered, this.#cursor, Math.floor(this.#spans.length / 2)].find((at) => at >= 0) ?? -1;
    this.#pointed = { row: -1, column: -1 };
    this.#controls.stretch(stretch);
    this.#mark();
  }

  #ask(architecture: Architecture): void {
    const { models, state } = this.page;
    const model = trio(models, chosenModels, state.model)[architecture];
    this.#cards.get(architecture)?.models(
      models.filter((each) => each.architecture === architecture),
      model,
    );
    const { layer, head } = state;
    void this.#readings.ask(architecture, model, this.#text, { layer, head });
  }

  #changed(architecture: Architecture): void {
    const reading = this.#readings.of(architecture);
    const card = this.#cards.get(architecture);
    switch (reading.state) {
      case 'absent':
        return card?.tell('failed', this.page.say('archNoModel'));
      case 'loading':
        return card?.tell('loading', this.page.say('archWorking', reading.model.id));
      case 'failed':
        this.#maps.forget(architecture);
        return card?.tell('failed', reading.message);
      case 'there':
        return this.#draw(architecture);
    }
  }

  #draw(arrived: Architecture | null): void {
    const words = { text: this.#text, spans: this.#spans, names: this.#names };
    const look = this.#maps.draw(words, this.element.isConnected ? this.element : document.body);
    if (!look) return;
    this.#mark();
    this.#read();
    this.#steps.refresh(look, this.#word, this.#text, arrived);
    this.#later(() => this.#askRight());
  }

  /** @param at in the subject; a place between two words that touch belongs to the second */
  #wordAt(at: number): number {
    const offset = at - this.#stretch.start;
    const inside = this.#spans.findIndex(({ start, end }) => offset >= start && offset < end);
    return inside >= 0 ? inside : this.#spans.findIndex(({ end }) => offset === end);
  }

  #inSubject(index: number): Span | null {
    const span = this.#spans[index];
    return span ? { start: span.start + this.#stretch.start, end: span.end + this.#stretch.start } : null;
  }

  get #row(): number {
    return this.#pointed.row >= 0 ? this.#pointed.row : this.#chosen;
  }

  get #word() {
    const span = this.#spans[this.#chosen];
    return span ? { ...span, text: this.#text.slice(span.start, span.end) } : null;
  }

  #pointAt(row: number, column: number): void {
    if (row === this.#pointed.row && column === this.#pointed.column) return;
    const isOther = row !== this.#pointed.row;
    this.#pointed = { row, column };
    this.#mark();
    if (isOther) this.#read();
    if (column >= 0) this.page.point(this.#inSubject(column), this.#inSubject(row));
    else this.page.point(this.#inSubject(row));
  }

  #choose(row: number): void {
    if (row < 0) return;
    this.page.point(this.#inSubject(row));
    this.#focus(row);
  }

  #focus(row: number): void {
    if (row === this.#chosen) return;
    this.#chosen = row;
    const span = this.#inSubject(row);
    if (span) this.page.remember({ focus: span.start });
    this.#mark();
    this.#read();
    this.#later(() => {
      if (this.#maps.look) this.#steps.refresh(this.#maps.look, this.#word, this.#text, null);
      this.#askRight();
    });
  }

  #mark(): void {
    for (const card of this.#cards.values()) card.mark(this.#row, this.#pointed.column);
    this.#list?.mark(this.#chosen, this.#pointed.row, this.#cursor);
  }

  #read(): void {
    for (const card of this.#cards.values()) card.read(this.#row);
    this.#summary.textContent = summaryOf(this.page, [...this.#cards.values()], this.#names, this.#row);
  }

  #askRight(): void {
    if (this.#word) this.#right.ask(this.#text, this.#word);
  }

  #later(run: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(run, SETTLED);
  }
}
