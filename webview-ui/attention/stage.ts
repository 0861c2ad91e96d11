import type { Colours } from './colours.js';
import { html } from '../shared/elements.js';
import { LinesView } from './lines/view.js';
import { type MatrixEvents, MatrixView } from './matrix/view.js';
import type { Cell } from './matrix/geometry.js';
import type { Page, Part } from './page.js';
import type { Shown, ShownMap } from './shown.js';
import { tableOf } from './table.js';

/** How a map is drawn. */
export type Drawing = 'matrix' | 'lines' | 'table';

/** How long the picture before stays while another is waited for, milliseconds. */
const HELD_MS = 250;

/** The place of the picture: one thing at a time stands in it. */
export class Stage {
  readonly element = html('div.stage');
  #matrix: MatrixView | null = null;
  #lines: LinesView | null = null;
  #part: Part | null = null;
  #map: ShownMap | null = null;
  #drawing: Drawing | null = null;
  #shown: { map: ShownMap; colours: Colours; key: string } | null = null;
  #hold: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly page: Page,
    private readonly events: MatrixEvents,
  ) {}

  /** Draws a map, unless it is drawn so already. */
  showMap(map: ShownMap, drawing: Drawing, colours: Colours, focus: Cell | null): void {
    const { scale, threshold } = this.page.state;
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
        this.#matrix ??= this.#put(new MatrixView(this.page, this.events));
        this.#matrix.show(map, colours);
        return;
      case 'lines':
        this.#lines ??= this.#put(new LinesView(this.page, this.events));
        this.#lines.show(map);
        return;
      case 'table':
        this.element.replaceChildren(tableOf(this.page, map, focus?.row ?? -1));
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
    this.#hold = setTimeout(put, HELD_MS);
  }

  showPart(part: Part): void {
    clearTimeout(this.#hold);
    this.element.inert = false;
    this.#clear();
    this.#map = null;
    this.#part = part;
    this.element.replaceChildren(part.element);
  }

  get part(): Part | null {
    return this.#part;
  }

  focus(cell: Cell | null, cursor: Cell | null): void {
    this.#matrix?.cursor(cursor);
    this.#lines?.cursor(cursor);
    this.#matrix?.focus(cell);
    this.#lines?.focus(cell);
  }

  /** Shows what is pointed at elsewhere. */
  hint(cell: Cell | null): void {
    this.#matrix?.hint(cell);
  }

  zoom(factor: number | null): void {
    if (factor === null) this.#matrix?.fit();
    else this.#matrix?.zoom(factor);
  }

  /** Gives the keyboard to the picture. */
  take(): void {
    this.element.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }

  /** What an export carries off. */
  shown(focus: Cell | null): Shown | null {
    if (this.#part) return this.#part.shown?.() ?? null;
    if (this.#lines) return this.#lines.shown();
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
