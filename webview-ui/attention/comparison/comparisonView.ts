import * as l10n from '@vscode/l10n';
import type { Architecture, Span } from '../../../src/protocol/engine/index.js';
import { html } from '../../kit/dom.js';
import { splitWords } from '../../../src/text/wordSpans.js';
import type { AttentionPage, PicturePart } from '../model/attentionPage.js';
import { watchTheme } from '../../kit/watchTheme.js';
import { ModelCard } from './modelCard.js';
import { ComparisonControls, partsName } from './comparisonControls.js';
import { comparisonDrawing } from './comparisonDrawing.js';
import { WordMaps } from './wordMaps.js';
import { MaskWalkthrough } from './maskWalkthrough.js';
import { ARCHITECTURES, selectModels } from './selectModels.js';
import { ModelResults } from './modelResults.js';
import { RightContextSection } from './rightContextSection.js';
import { selectExcerpt, type WordExcerpt } from './wordExcerpt.js';
import { spokenSummary } from './spokenSummary.js';
import { WordList } from './wordList.js';

/** How long a word keeps the focus before the models are asked about it, ms. */
const SETTLED = 250;

/** Models chosen here, for as long as the page lives. */
const chosenModels = new Map<Architecture, string>();

/** The same words through BERT, GPT-2 and T5: five maps with one order of words and one focus. */
export function comparisonView(page: AttentionPage): PicturePart {
  const text = page.subject?.text ?? '';
  const stretch = selectExcerpt(text, page.state.focus ?? page.subject?.cursor ?? null);
  if (!stretch) return { element: html('p.empty', {}, l10n.t('There is no word in this text to look at.')) };
  const view = new ComparisonView(page, text, stretch);
  view.start();
  return view;
}

class ComparisonView implements PicturePart {
  readonly #cards: Map<Architecture, ModelCard>;
  readonly #results: ModelResults;
  readonly #maps: WordMaps;
  readonly #rightContext: RightContextSection;
  readonly #walkthrough: MaskWalkthrough;
  readonly #controls: ComparisonControls;
  readonly #words = html('div.text');
  readonly #summary = html('p.unseen', { attributes: { id: 'arch-summary' } });
  readonly element: HTMLElement;
  #wordList: WordList | null = null;
  #excerpt: WordExcerpt;
  #text = '';
  #spans: Span[] = [];
  #names: string[] = [];
  #chosen = -1;
  #pointed = { row: -1, column: -1 };
  #cursor = -1;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #unwatch: () => void;
  readonly #page: AttentionPage;
  readonly #whole: string;

  constructor(page: AttentionPage, whole: string, excerpt: WordExcerpt) {
    this.#page = page;
    this.#whole = whole;

    this.#excerpt = excerpt;
    this.#results = new ModelResults(page, (architecture) => this.#changed(architecture));
    this.#rightContext = new RightContextSection(page, this.#results);
    this.#walkthrough = new MaskWalkthrough(page, this.#results);
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
        return [architecture, new ModelCard(page, architecture, { ...events, model })] as const;
      }),
    );
    this.#controls = new ComparisonControls(page, () => this.start());
    this.#maps = new WordMaps(page, this.#cards, this.#results, this.#controls);
    this.element = html(
      'div.architectures',
      {},
      this.#controls.element,
      this.#words,
      this.#summary,
      html('div.trio', {}, ...[...this.#cards.values()].map(({ element }) => element)),
      this.#walkthrough.element,
      this.#rightContext.element,
      html(
        'p.laboratory-link',
        {},
        html(
          'button',
          { attributes: { type: 'button' }, on: { click: () => page.openLaboratory() } },
          l10n.t('More in the Laboratory: masks tried on these words'),
        ),
      ),
    );
    this.#unwatch = watchTheme(() => this.#draw(null));
    this.#place(excerpt, page.state.focus);
  }

  start(): void {
    for (const architecture of ARCHITECTURES) this.#ask(architecture);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#unwatch();
    this.#results.dispose();
    this.#rightContext.dispose();
    this.#walkthrough.dispose();
    this.#page.markInEditor(null);
  }

  /** The editor's cursor takes the focus along; in a long text the maps go along to another sentence. */
  moveCursor(at: number | null): void {
    const { start, end } = this.#excerpt;
    if (at !== null && (at < start || at > end)) {
      const next = selectExcerpt(this.#whole, at);
      if (next && next.start !== start) {
        this.#place(next, at);
        return this.start();
      }
    }
    this.#cursor = at === null ? -1 : this.#wordAt(at);
    if (this.#cursor >= 0) this.#focus(this.#cursor);
    this.#mark();
  }

  displayed() {
    const page = this.#page;
    if (!this.#maps.style || this.#maps.isEmpty) return null;
    const readings = ARCHITECTURES.map((architecture) => this.#results.of(architecture));
    return comparisonDrawing(page, {
      cards: [...this.#cards.values()],
      readings,
      words: this.#names,
      text: this.#text,
      partsText: partsName,
    });
  }

  /** Other words: the list of them is there at once, the maps when the models have read them. */
  #place(excerpt: WordExcerpt, focus: number | null): void {
    this.#excerpt = excerpt;
    this.#text = this.#whole.slice(excerpt.start, excerpt.end);
    this.#spans = splitWords(this.#text);
    this.#names = this.#spans.map(({ start, end }) => this.#text.slice(start, end));
    const gaps = this.#spans.map(({ start }, at) => this.#text.slice(this.#spans[at - 1]?.end ?? 0, start));
    this.#wordList = new WordList(this.#names, gaps, {
      choose: (index) => this.#choose(index),
      point: (index) => this.#pointAt(index, -1),
      open: (index) => {
        const span = this.#inSubject(index);
        if (span) this.#page.reveal(span);
      },
    });
    this.#words.replaceChildren(this.#wordList.element);
    const cursor = this.#page.subject?.cursor ?? null;
    this.#cursor = cursor === null ? -1 : this.#wordAt(cursor);
    const remembered = focus === null ? -1 : this.#wordAt(focus);
    this.#chosen = [remembered, this.#cursor, Math.floor(this.#spans.length / 2)].find((at) => at >= 0) ?? -1;
    this.#pointed = { row: -1, column: -1 };
    this.#controls.setExcerpt(excerpt);
    this.#mark();
  }

  #ask(architecture: Architecture): void {
    const { models, state } = this.#page;
    const model = selectModels(models, chosenModels, state.model)[architecture];
    this.#cards.get(architecture)?.setModels(
      models.filter((each) => each.architecture === architecture),
      model,
    );
    const { layer, head } = state;
    void this.#results.ask(architecture, model, this.#text, { layer, head });
  }

  #changed(architecture: Architecture): void {
    const reading = this.#results.of(architecture);
    const card = this.#cards.get(architecture);
    switch (reading.state) {
      case 'absent':
        return card?.showNotice('failed', l10n.t('No model of this architecture is installed.'));
      case 'loading':
        return card?.showNotice('loading', l10n.t('{0} is reading …', reading.model.id));
      case 'failed':
        this.#maps.forget(architecture);
        return card?.showNotice('failed', reading.message);
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
    this.#walkthrough.refresh(look, this.#word, this.#text, arrived);
    this.#later(() => this.#askRightContext());
  }

  /** @param at in the subject; a place between two words that touch belongs to the second */
  #wordAt(at: number): number {
    const offset = at - this.#excerpt.start;
    const inside = this.#spans.findIndex(({ start, end }) => offset >= start && offset < end);
    return inside >= 0 ? inside : this.#spans.findIndex(({ end }) => offset === end);
  }

  #inSubject(index: number): Span | null {
    const span = this.#spans[index];
    return span ? { start: span.start + this.#excerpt.start, end: span.end + this.#excerpt.start } : null;
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
    if (column >= 0) this.#page.markInEditor(this.#inSubject(column), this.#inSubject(row));
    else this.#page.markInEditor(this.#inSubject(row));
  }

  #choose(row: number): void {
    if (row < 0) return;
    this.#page.markInEditor(this.#inSubject(row));
    this.#focus(row);
  }

  #focus(row: number): void {
    if (row === this.#chosen) return;
    this.#chosen = row;
    const span = this.#inSubject(row);
    if (span) this.#page.setStateSilently({ focus: span.start });
    this.#mark();
    this.#read();
    this.#later(() => {
      if (this.#maps.style) this.#walkthrough.refresh(this.#maps.style, this.#word, this.#text, null);
      this.#askRightContext();
    });
  }

  #mark(): void {
    for (const card of this.#cards.values()) card.mark(this.#row, this.#pointed.column);
    this.#wordList?.update(this.#chosen, this.#pointed.row, this.#cursor);
  }

  #read(): void {
    for (const card of this.#cards.values()) card.showReadout(this.#row);
    this.#summary.textContent = spokenSummary(this.#page, [...this.#cards.values()], this.#names, this.#row);
  }

  #askRightContext(): void {
    if (this.#word) this.#rightContext.ask(this.#text, this.#word);
  }

  #later(run: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(run, SETTLED);
  }
}
