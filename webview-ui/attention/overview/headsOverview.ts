import * as l10n from '@vscode/l10n';
import { colourDepth } from '../../../src/attention/colourScale.js';
import type { AttentionSummaryMap, HeadPattern, HeadSummary } from '../../../src/protocol/engine/index.js';
import { html } from '../../kit/dom.js';
import { css, type Colours, rampColour } from '../../kit/colours.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { arrangeHeads, type Arrangement, type GroupHeading, neighbourForKey } from './arrangeHeads.js';
import type { HeadFigures } from '../model/headFigures.js';

export function patternText(pattern: HeadPattern): string {
  switch (pattern) {
    case 'previous':
      return l10n.t('one word back');
    case 'next':
      return l10n.t('one word ahead');
    case 'first':
      return l10n.t('at the first token');
    case 'separator':
      return l10n.t('at a separator');
    case 'same':
      return l10n.t('at the same word');
    case 'broad':
      return l10n.t('broad');
    case 'mixed':
      return l10n.t('without one pattern');
  }
}

/** All heads as small pictures on one canvas, an element over each for keyboard, pointer and screen reader. */
export class HeadsOverview {
  readonly #canvas = html('canvas', { attributes: { 'aria-hidden': true } }) as HTMLCanvasElement;
  readonly #grid = html('div.heads', { attributes: { role: 'grid' } });
  readonly element = html('div.overview', {}, this.#canvas, this.#grid);
  #summary: AttentionSummaryMap | null = null;
  #colours: Colours | null = null;
  #figures: HeadFigures | null = null;
  #arrangement: Arrangement | null = null;
  #cells: HTMLElement[] = [];
  #width = 0;
  readonly #resize: ResizeObserver | null = null;
  readonly #page: AttentionPage;

  constructor(page: AttentionPage) {
    this.#page = page;

    this.#grid.setAttribute('aria-label', l10n.t('Layers × heads'));
    if (typeof ResizeObserver !== 'undefined') {
      this.#resize = new ResizeObserver(() => {
        if (this.element.clientWidth !== this.#width) this.#build();
      });
      this.#resize.observe(this.element);
    }
  }

  dispose(): void {
    this.#resize?.disconnect();
  }

  update(summary: AttentionSummaryMap | null, colours: Colours, figures: HeadFigures | null): void {
    this.#summary = summary;
    this.#colours = colours;
    this.#figures = figures;
    this.#build();
  }

  /** Marks the head that is shown. */
  mark(): void {
    const { layer, head } = this.#page.state;
    const shown = this.#summary?.heads.findIndex((each) => each.layer === layer && each.head === head) ?? -1;
    const focused = document.activeElement;
    const inFocus = this.#cells.findIndex((cell) => cell === focused);
    const at = this.#arrangement?.places.findIndex(({ index }) => index === shown) ?? -1;
    const stop = inFocus >= 0 ? inFocus : Math.max(0, at);
    this.#cells.forEach((cell, index) => {
      const isSelected = String(index === at);
      if (cell.getAttribute('aria-selected') !== isSelected) cell.setAttribute('aria-selected', isSelected);
      const isAveraged = layer !== null && head === null && this.#headAt(index)?.layer === layer;
      if (cell.classList.contains('averaged') !== isAveraged) cell.classList.toggle('averaged', isAveraged);
      const tab = index === stop ? 0 : -1;
      if (cell.tabIndex !== tab) cell.tabIndex = tab;
    });
  }

  #headAt(at: number): HeadSummary | undefined {
    const place = this.#arrangement?.places[at];
    return place && this.#summary?.heads[place.index];
  }

  #build(): void {
    const { state } = this.#page;
    const summary = this.#summary;
    this.#width = this.element.clientWidth;
    if (!summary) {
      this.#cells = [];
      this.#grid.replaceChildren();
      this.element.querySelectorAll('.heading').forEach((heading) => heading.remove());
      this.#canvas.style.height = '0';
      this.#grid.style.height = '0';
      return;
    }
    const hadFocus = this.#cells.findIndex((cell) => cell === document.activeElement);
    const figures = this.#figures?.sort === state.sort ? this.#figures.values : [];
    const arrangement = arrangeHeads(summary.heads, state.sort, this.#width || 240, figures);
    this.#arrangement = arrangement;
    this.#cells = arrangement.places.map((place, at) => {
      const cell = html('div.head', {
        attributes: { role: 'gridcell', tabindex: -1, 'aria-colindex': place.column + 1 },
        on: {
          click: () => this.#open(at),
          keydown: (event) => this.#key(event as KeyboardEvent, at),
          focus: () => this.#cells.forEach((each, index) => (each.tabIndex = index === at ? 0 : -1)),
        },
        style: {
          left: `${place.x}px`,
          top: `${place.y}px`,
          width: `${arrangement.size}px`,
          height: `${arrangement.size}px`,
        },
      });
      const head = summary.heads[place.index];
      if (head) {
        const name = this.#nameOf(head, place.index);
        cell.setAttribute('aria-label', name);
        cell.setAttribute('title', name);
      }
      return cell;
    });
    const lines = new Map<number, HTMLElement>();
    arrangement.places.forEach(({ line }, at) => {
      let row = lines.get(line);
      if (!row) lines.set(line, (row = html('div', { attributes: { role: 'row', 'aria-rowindex': line + 1 } })));
      const cell = this.#cells[at];
      if (cell) row.append(cell);
    });
    const headings = arrangement.headings.map((heading) => this.#heading(heading, arrangement.size));
    this.#grid.replaceChildren(...lines.values());
    this.element.querySelectorAll('.heading').forEach((heading) => heading.remove());
    this.element.append(...headings);
    this.#grid.style.height = `${arrangement.height}px`;
    this.#draw(summary, arrangement);
    this.mark();
    if (hadFocus >= 0) this.#cells[hadFocus]?.focus();
  }

  #nameOf(head: HeadSummary, index: number): string {
    const { numbers } = this.#page;
    const layer = String(head.layer + 1);
    const name = l10n.t(
      'layer {0}, head {1}: {2} ({3})',
      layer,
      String(head.head + 1),
      patternText(head.pattern),
      numbers.percent(head.share),
    );
    const figure = this.#figures?.values[index];
    if (figure === null || figure === undefined) return name;
    const decimal = numbers.decimal(figure, 2);
    const told =
      this.#figures?.sort === 'effect' ? l10n.t('effect {0} bits', decimal) : l10n.t('agreement {0}', decimal);
    return `${name} · ${told}`;
  }

  #heading(heading: GroupHeading, size: number): HTMLElement {
    const style = { left: `${heading.x}px`, top: `${heading.y}px` };
    if (heading.kind === 'layer') {
      return html(
        'span.heading.number',
        { attributes: { 'aria-hidden': true }, style: { ...style, height: `${size}px` } },
        String(heading.layer + 1),
      );
    }
    return html(
      'span.heading',
      { attributes: { 'aria-hidden': true }, style },
      `${patternText(heading.pattern)} · ${heading.count}`,
    );
  }

  #open(at: number): void {
    const head = this.#headAt(at);
    if (!head) return;
    this.#cells[at]?.focus();
    this.#page.setState({
      layer: head.layer,
      head: head.head,
      ...(this.#page.state.view === 'rollout' && { view: 'matrix' }),
    });
  }

  #key(event: KeyboardEvent, at: number): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      return this.#open(at);
    }
    const to = neighbourForKey(this.#arrangement?.places ?? [], at, event.key);
    if (to === null) return;
    event.preventDefault();
    this.#cells[to]?.focus();
  }

  #draw(
    { thumbnails, thumbnailRows: rows, thumbnailColumns: columns }: AttentionSummaryMap,
    arrangement: Arrangement,
  ): void {
    const { size, height, places } = arrangement;
    const ratio = window.devicePixelRatio;
    this.#canvas.width = Math.round(this.#width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    this.#canvas.style.width = `${this.#width}px`;
    this.#canvas.style.height = `${height}px`;
    const context = this.#canvas.getContext('2d');
    const colours = this.#colours;
    if (!context || !colours) return;
    const strip = stripOf(thumbnails, rows, columns, this.#page.state.scale, colours);
    if (!strip) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.imageSmoothingEnabled = columns > size * ratio;
    const most = Math.max(0, ...(this.#figures?.values ?? []).map((value) => value ?? 0));
    for (const { index, x, y } of places) {
      context.drawImage(strip, 0, index * rows, columns, rows, x, y, size, size);
      const figure = this.#figures?.values[index];
      if (figure === null || figure === undefined || figure <= 0 || most <= 0) continue;
      // What is known of each head beside its picture, as a bar under it.
      context.fillStyle = css(colours.background);
      context.fillRect(x, y + size - 4, size, 4);
      context.fillStyle = css(colours.warm);
      context.fillRect(x, y + size - 3, size * (figure / most), 3);
    }
  }
}

/** All pictures under each other, a pixel for each field. */
function stripOf(
  values: Float32Array,
  rows: number,
  columns: number,
  scale: AttentionPage['state']['scale'],
  colours: Colours,
) {
  const height = columns > 0 ? values.length / columns : 0;
  if (height === 0 || rows === 0) return null;
  const pixels = new Uint8ClampedArray(values.length * 4);
  for (let i = 0; i < values.length; i++) {
    const [r, g, b] = rampColour(colours, colourDepth(scale, values[i]!));
    pixels.set([r, g, b, 255], i * 4);
  }
  const strip = document.createElement('canvas');
  strip.width = columns;
  strip.height = height;
  strip.getContext('2d')?.putImageData(new ImageData(pixels, columns), 0, 0);
  return strip;
}
