import * as l10n from '@vscode/l10n';
import { colourDepth } from '../../../src/attention/colourScale.js';
import { html, svg } from '../../kit/dom.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { Displayed, DisplayedMap } from '../model/displayModel.js';
import { wordLabel, layerHeadText, rowName } from '../model/mapNames.js';
import type { Cell, CellEvents } from '../model/cell.js';
import {
  lineCurve,
  wordHeight,
  type AttentionLine,
  linesLayout,
  type LinesLayout,
  linesOf,
  strongestLines,
  lineThickness,
} from './linesGeometry.js';
import { joinList } from '../../../src/wording/index.js';

type SideName = 'row' | 'column';

/** Words on two sides, lines between them; the word that is looked at has its lines alone. */
export class LinesView {
  readonly #all = svg('g.all');
  readonly #few = svg('g.few');
  readonly #labels = { row: svg('g.readers'), column: svg('g.read') };
  readonly #svg = svg('svg', {}, this.#all, this.#few, this.#labels.row, this.#labels.column);
  readonly #note = html('p.note.dim.small');
  readonly #scroller = html('div.scroller', {}, this.#svg);
  readonly element = html('div.lines', {}, this.#scroller, this.#note);
  #map: DisplayedMap | null = null;
  #layout: LinesLayout | null = null;
  /** the room that it was laid out in */
  #built = { width: 0, height: 0 };
  #scrolled = 0;
  #drawn: AttentionLine[] = [];
  #focused: Cell | null = null;
  #pointed: Cell | null = null;
  #cursor: Cell | null = null;
  readonly #resize: ResizeObserver | null = null;
  readonly #page: AttentionPage;
  readonly #events: CellEvents;

  constructor(page: AttentionPage, events: CellEvents) {
    this.#page = page;
    this.#events = events;

    if (typeof ResizeObserver !== 'undefined') {
      this.#resize = new ResizeObserver(() => {
        const { width, height } = this.#room();
        if (this.#map && (width !== this.#built.width || height !== this.#built.height)) this.#build(this.#map);
      });
      this.#resize.observe(this.#scroller);
    }
    this.#scroller.addEventListener('scroll', () => (this.#scrolled = this.#scroller.scrollTop));
    this.#svg.addEventListener('pointerleave', () => this.#point(null));
  }

  dispose(): void {
    this.#resize?.disconnect();
  }

  update(map: DisplayedMap): void {
    this.#map = map;
    this.#pointed = null;
    this.#build(map);
  }

  /** The word in focus; it is brought into sight. */
  focus(cell: Cell | null): void {
    this.#focused = cell;
    if (cell && this.#layout && cell.row >= 0) this.#scrollIntoView(wordHeight(this.#layout, cell.row));
    this.#isolate();
  }

  cursor(cell: Cell | null): void {
    this.#cursor = cell;
    this.#isolate();
  }

  /** The lines that stand on the page, for export. */
  displayed(): Displayed | null {
    const map = this.#map;
    if (!map) return null;
    const name = (side: SideName, index: number) =>
      side === 'row' ? rowName(map, index) : (map.columns.words[index]?.text ?? '');
    const active = this.#active();
    const lines = active ? this.#linesOf(map, active) : this.#drawn;
    return {
      type: 'drawing',
      name: 'lines',
      caption: [map.model, layerHeadText(map)].join(' · '),
      drawing: this.#svg,
      header: [l10n.t('reads'), l10n.t('is read'), l10n.t('weight')],
      table: lines.map(({ row, column, weight }) => [name('row', row), name('column', column), weight]),
    };
  }

  #scrollIntoView(y: number): void {
    const { height } = this.#built;
    if (y > this.#scrolled && y < this.#scrolled + height) return;
    this.#scroller.scrollTop = y - height / 2;
  }

  #room(): { width: number; height: number } {
    const { clientWidth, clientHeight } = this.#scroller;
    return { width: clientWidth || 640, height: clientHeight || 400 };
  }

  #build(map: DisplayedMap): void {
    const { queries, keys } = map.matrix;
    const layout = linesLayout(queries, keys, this.#room());
    const keyboard = this.#keyboard();
    this.#layout = layout;
    this.#built = this.#room();
    const { lines, count } = strongestLines(map.matrix, this.#page.state.threshold);
    this.#drawn = lines;
    this.#svg.setAttribute('width', String(layout.width));
    this.#svg.setAttribute('height', String(layout.height));
    this.#svg.setAttribute('viewBox', `0 0 ${layout.width} ${layout.height}`);
    // The strongest on top.
    this.#all.replaceChildren(...lines.toReversed().map((line) => this.#line(map, layout, line)));
    this.#labels.row.replaceChildren(...this.#sideOf(map, layout, 'row'));
    this.#labels.column.replaceChildren(...this.#sideOf(map, layout, 'column'));
    for (const [side, label] of [
      ['row', l10n.t('Words that read')],
      ['column', l10n.t('Words that are read')],
    ] as const) {
      this.#labels[side].setAttribute('role', 'listbox');
      this.#labels[side].setAttribute('aria-label', label);
    }
    this.#note.textContent =
      count > lines.length
        ? l10n.t(
            'The strongest {0} of {1} lines. Point at a word, or go to it with the arrow keys, for all of its lines.',
            String(lines.length),
            this.#page.numbers.decimal(count, 0),
          )
        : l10n.t('{0} lines. Point at a word, or go to it with the arrow keys, for its lines alone.', String(count));
    this.#isolate();
    if (keyboard) (this.#labels[keyboard.side].children[keyboard.index] as SVGElement | undefined)?.focus();
  }

  /** The word that has the keyboard. */
  #keyboard(): { side: SideName; index: number } | null {
    const words = (['row', 'column'] as const).flatMap((side) => {
      return [...this.#labels[side].children].map((label, index) => ({ side, index, label }));
    });
    return words.find(({ label }) => label === document.activeElement) ?? null;
  }

  #line(map: DisplayedMap, layout: LinesLayout, line: AttentionLine): SVGElement {
    const { scale } = this.#page.state;
    return svg('path', {
      attributes: {
        d: lineCurve(layout, line),
        'stroke-width': lineThickness(scale, line.weight, map.top),
        'stroke-opacity': Math.round((0.25 + 0.75 * colourDepth(scale, line.weight / map.top)) * 100) / 100,
      },
    });
  }

  #sideOf(map: DisplayedMap, layout: LinesLayout, side: SideName): SVGElement[] {
    const isRow = side === 'row';
    const { words } = isRow ? map.rows : map.columns;
    const reads = isRow ? map.reads : null;
    const items = words.map(({ text }, index) =>
      svg(
        'text',
        {
          attributes: {
            role: 'option',
            tabindex: index === 0 ? 0 : -1,
            x: isRow ? layout.left : layout.right,
            y: wordHeight(layout, index),
            'text-anchor': isRow ? 'end' : 'start',
          },
          on: {
            pointerenter: () => this.#point({ row: isRow ? index : -1, column: isRow ? -1 : index }),
            click: () => items[index]?.focus(),
            dblclick: () => this.#events.open({ row: isRow ? index : -1, column: isRow ? -1 : index }),
            focus: () => this.#chosen(map, side, index, items),
            keydown: (event) => this.#key(event as KeyboardEvent, side, index),
          },
        },
        svg('tspan.name', {}, wordLabel(text)),
        reads && svg('tspan.behind', {}, ` (${wordLabel(reads[index] ?? '')})`),
      ),
    );
    return items;
  }

  /** A word on the left is the one in focus; one on the right shows who reads it while it has the keyboard. */
  #chosen(map: DisplayedMap, side: SideName, index: number, items: readonly SVGElement[]): void {
    items.forEach((item, at) => item.setAttribute('tabindex', at === index ? '0' : '-1'));
    items[index]?.setAttribute('aria-label', this.#describe(map, side, index));
    this.#pointed = null;
    if (side === 'row') this.#events.focus({ row: index, column: -1 });
    else this.#point({ row: -1, column: index });
  }

  #describe(map: DisplayedMap, side: SideName, index: number): string {
    const { numbers } = this.#page;
    const isRow = side === 'row';
    const lines = linesOf(map.matrix, side, index, this.#page.state.threshold, 5);
    const others = lines.map(({ row, column, weight }) => {
      const word = isRow ? (map.columns.words[column]?.text ?? '') : rowName(map, row);
      return `${word} ${numbers.decimal(weight, 2)}`;
    });
    const name = isRow ? rowName(map, index) : (map.columns.words[index]?.text ?? '');
    const told = joinList(others);
    return isRow ? l10n.t('{0} reads {1}', name, told) : l10n.t('{0} is read by {1}', name, told);
  }

  #key(event: KeyboardEvent, side: SideName, index: number): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const items = [...this.#labels[side].children] as SVGElement[];
    const go = (to: number, on = items) => on[Math.min(on.length - 1, Math.max(0, to))]?.focus();
    const others = () => [...this.#labels[side === 'row' ? 'column' : 'row'].children] as SVGElement[];
    const actions: Record<string, () => void> = {
      ArrowUp: () => go(index - 1),
      ArrowDown: () => go(index + 1),
      Home: () => go(0),
      End: () => go(items.length - 1),
      ArrowRight: () => side === 'row' && go(index, others()),
      ArrowLeft: () => side === 'column' && go(index, others()),
      Enter: () => this.#events.open(side === 'row' ? { row: index, column: -1 } : { row: -1, column: index }),
      Escape: () => {
        this.#pointed = null;
        this.#events.focus(null);
      },
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  #point(cell: Cell | null): void {
    this.#pointed = cell;
    this.#isolate();
    this.#events.point(cell);
  }

  #active(): Cell | null {
    const cell = this.#pointed ?? this.#focused;
    return cell && (cell.row >= 0 || cell.column >= 0) ? cell : null;
  }

  #linesOf(map: DisplayedMap, { row, column }: Cell): AttentionLine[] {
    return linesOf(map.matrix, row >= 0 ? 'row' : 'column', row >= 0 ? row : column, this.#page.state.threshold);
  }

  /** The lines of the word that is looked at, by themselves and with their weights. */
  #isolate(): void {
    const map = this.#map;
    const layout = this.#layout;
    if (!map || !layout) return;
    const active = this.#active();
    const lines = active ? this.#linesOf(map, active) : [];
    this.#svg.classList.toggle('isolated', active !== null);
    this.#few.replaceChildren(...lines.toReversed().map((line) => this.#line(map, layout, line)));
    const isRow = active !== null && active.row >= 0;
    const shared = new Set(lines.slice(0, 8).map(({ row, column }) => (isRow ? column : row)));
    const weights = new Map(lines.map(({ row, column, weight }) => [isRow ? column : row, weight]));
    for (const side of ['row', 'column'] as const) {
      const own = side === 'row' ? (active?.row ?? -1) : isRow ? -1 : (active?.column ?? -1);
      const cursor = side === 'row' ? this.#cursor?.row : this.#cursor?.column;
      const across = active !== null && (side === 'row') !== isRow;
      [...this.#labels[side].children].forEach((label, index) => {
        const name = [index === own && 'active', across && shared.has(index) && 'shared', index === cursor && 'cursor'];
        const joined = name.filter((each) => each !== false).join(' ');
        if ((label.getAttribute('class') ?? '') !== joined) label.setAttribute('class', joined);
        this.#figure(label, side, across && shared.has(index) ? (weights.get(index) ?? 0) : null);
      });
    }
  }

  /** A word's weight beside it, towards the outside. */
  #figure(label: Element, side: SideName, weight: number | null): void {
    const before = label.querySelector('.figure');
    if (weight === null) return before?.remove();
    const figure = before ?? svg('tspan.figure');
    const text = this.#page.numbers.decimal(weight, 2).replace(/^0(?=\D)/, '');
    figure.textContent = side === 'row' ? `${text}\u2002` : `\u2002${text}`;
    if (side === 'row') label.prepend(figure);
    else label.append(figure);
  }
}
