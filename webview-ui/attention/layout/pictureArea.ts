import type { Colours } from '../../kit/colours.js';
import { html } from '../../kit/dom.js';
import { LinesView } from '../lines/linesView.js';
import { MatrixView } from '../matrix/matrixView.js';
import type { CellEvents, Cell } from '../model/cell.js';
import type { AttentionPage, PicturePart } from '../model/attentionPage.js';
import type { Displayed, DisplayedMap } from '../model/displayModel.js';
import { weightTable } from '../matrix/weightTable.js';

/** How a map is drawn. */
export type DrawingKind = 'matrix' | 'lines' | 'table';

/** How long the picture before stays while another is waited for, milliseconds. */
const HOLD_MS = 250;

/** The place of the picture: one thing at a time stands in it. */
export class PictureArea {
  readonly element = html('div.stage');
  #matrix: MatrixView | null = null;
  #lines: LinesView | null = null;
  #part: PicturePart | null = null;
  #map: DisplayedMap | null = null;
  #drawing: DrawingKind | null = null;
  #shown: { map: DisplayedMap; colours: Colours; key: string } | null = null;
  #hold: ReturnType<typeof setTimeout> | undefined;
  readonly #page: AttentionPage;
  readonly #events: CellEvents;

  constructor(page: AttentionPage, events: CellEvents) {
    this.#page = page;
    this.#events = events;
  }

  /** Draws a map, unless it is drawn so already. */
  showMap(map: DisplayedMap, drawing: DrawingKind, colours: Colours, focus: Cell | null): void {
    const { scale, threshold } = this.#page.state;
    const key = `${scale} ${threshold} ${drawing === 'table' ? (focus?.row ?? -1) : ''}`;
    const isSame =
      this.#drawing === drawing &&
      this.#shown?.map === map &&
      this.#shown.colours === colours &&
      this.#shown.key === key;
    clearTimeout(this.#hold);
    this.element.inert = false;
    if (isSame) return;
    this.#map = map;
    this.#shown = { map, colours, key };
    if (this.#drawing !== drawing || drawing === 'table') this.#clear();
    this.#drawing = drawing;
    switch (drawing) {
      case 'matrix':
        this.#matrix ??= this.#put(new MatrixView(this.#page, this.#events));
        this.#matrix.update(map, colours);
        return;
      case 'lines':
        this.#lines ??= this.#put(new LinesView(this.#page, this.#events));
        this.#lines.update(map);
        return;
      case 'table':
        this.element.replaceChildren(weightTable(this.#page, map, focus?.row ?? -1));
    }
  }

  /** Something else in the picture's place; `isBrief` leaves the picture for a moment, the next may be there by then. */
  showMessage(message: HTMLElement, isBrief = false): void {
    clearTimeout(this.#hold);
    const put = () => {
      this.#clear();
      this.#map = null;
      this.element.inert = false;
      this.element.replaceChildren(message);
    };
    if (!isBrief || !this.#map) return put();
    this.element.inert = true;
    this.#hold = setTimeout(put, HOLD_MS);
  }

  showPart(part: PicturePart): void {
    clearTimeout(this.#hold);
    this.element.inert = false;
    if (this.#part === part) return;
    this.#clear();
    this.#map = null;
    this.#part = part;
    this.element.replaceChildren(part.element);
  }

  get part(): PicturePart | null {
    return this.#part;
  }

  focus(cell: Cell | null, cursor: Cell | null): void {
    this.#matrix?.cursor(cursor);
    this.#lines?.cursor(cursor);
    this.#matrix?.focus(cell);
    this.#lines?.focus(cell);
    this.#part?.focus?.(cell, cursor);
  }

  /** Shows what is pointed at elsewhere. */
  hint(cell: Cell | null): void {
    this.#matrix?.hint(cell);
    this.#part?.hint?.(cell);
  }

  zoom(factor: number | null): void {
    this.#part?.zoom?.(factor);
    if (factor === null) this.#matrix?.fit();
    else this.#matrix?.zoom(factor);
  }

  /** Gives the keyboard to the picture. */
  takeFocus(): void {
    this.element.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }

  /** What an export carries off. */
  displayed(focus: Cell | null): Displayed | null {
    if (this.#part) return this.#part.displayed?.() ?? null;
    if (this.#lines) return this.#lines.displayed();
    return this.#map && this.#drawing ? { ...this.#map, row: focus?.row ?? -1, column: focus?.column ?? -1 } : null;
  }

  #put<T extends { element: HTMLElement }>(view: T): T {
    this.element.replaceChildren(view.element);
    return view;
  }

  #clear(): void {
    this.#matrix?.dispose();
    this.#lines?.dispose();
    this.#part?.dispose?.();
    this.#matrix = null;
    this.#lines = null;
    this.#part = null;
    this.#drawing = null;
    this.#shown = null;
    this.element.replaceChildren();
  }
}
