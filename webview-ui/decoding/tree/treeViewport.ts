import { html, svg } from '../../kit/dom.js';
import { columnsInRange, type TreeColumn, type TreeLayout, type PlacedNode } from './treeLayout.js';
import { drawRoot } from './drawTree.js';

/** Room around the drawing, pixels. */
const PAD = 14;
/** Where the page has no size (not shown, or no browser), a window as wide as this is drawn. */
const UNSEEN = 2000;
const ZOOM = { least: 0.4, most: 2, step: 1.25 } as const;

/** How one column is drawn, and what tells that it has to be drawn again. */
export interface ColumnArtist {
  draw: (column: TreeColumn, bend: number) => SVGElement;
  signature: (column: TreeColumn) => string;
}

/**
 * The window onto a tree: it scrolls, zooms, is dragged, and holds only the columns that can be seen. What it holds is
 * drawn again only where it changed.
 */
export class TreeViewport {
  readonly element: HTMLElement;
  readonly #drawing: SVGElement;
  readonly #root = svg('g', { attributes: { role: 'presentation' } });
  readonly #columns = new Map<number, { signature: string; element: SVGElement }>();
  #layout: TreeLayout | null = null;
  #artist: ColumnArtist | null = null;
  #zoom = 1;
  #asked = false;
  #pinned: number | null = null;
  readonly #changed: () => void;

  /** @param changed called after other columns came in */
  constructor(label: string, changed: () => void) {
    this.#changed = changed;

    this.#drawing = svg('svg', { attributes: { role: 'tree', 'aria-label': label } }, this.#root);
    this.element = html('div.stage', {}, this.#drawing);
    this.element.addEventListener('scroll', () => this.#askToFill(), { passive: true });
    this.element.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    this.element.addEventListener('pointerdown', (event) => this.#drag(event));
    if (typeof ResizeObserver !== 'undefined') new ResizeObserver(() => this.#askToFill()).observe(this.element);
  }

  /** Shows a layout; what is drawn already stays. */
  update(layout: TreeLayout, artist: ColumnArtist): void {
    const { scrollLeft, scrollWidth, clientWidth } = this.element;
    const atEnd = this.#layout !== null && scrollLeft > 0 && scrollLeft + clientWidth >= scrollWidth - 4;
    this.#layout = layout;
    this.#artist = artist;
    this.#root.replaceChildren(drawRoot(layout.hidden));
    this.#size();
    // Who watches the search at its end sees what comes.
    if (atEnd) this.element.scrollLeft = this.element.scrollWidth;
    this.#fill();
  }

  /** Keeps a step drawn wherever the window is: Tab must find the node that it leads to. */
  pin(step: number | null): void {
    if (step === this.#pinned) return;
    this.#pinned = step;
    this.#fill();
  }

  /** Scrolls so that a node can be seen, and draws it. */
  reveal({ x, y, end }: PlacedNode): void {
    const { element, ...view } = this.#view();
    const margin = 24;
    if (x - margin < view.left || end + margin > view.right) {
      element.scrollLeft = Math.max(0, (x - margin) * this.#zoom - Math.max(0, (element.clientWidth - 160) / 2));
    }
    const top = (y - this.#top() - margin) * this.#zoom;
    const bottom = (y - this.#top() + margin) * this.#zoom;
    if (top < element.scrollTop) element.scrollTop = top;
    if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
    this.#fill();
  }

  /** The drawn element of a node. */
  find(node: number): SVGElement | null {
    return this.#drawing.querySelector<SVGElement>(`.node[data-node="${node}"]`);
  }

  /** What is drawn of nodes and edges, with the node they stand for. */
  *parts(): Iterable<{ node: number; element: Element }> {
    for (const element of this.#drawing.querySelectorAll('[data-node], [data-edge]')) {
      yield { node: Number(element.getAttribute('data-node') ?? element.getAttribute('data-edge')), element };
    }
  }

  zoom(direction: 1 | -1): void {
    this.#zoomTo(this.#zoom * ZOOM.step ** direction);
  }

  /** The whole tree in the window, as far as it stays readable. */
  fit(): void {
    if (!this.#layout) return;
    this.#zoomTo(Math.min(1, this.element.clientWidth / this.#layout.width));
    this.element.scrollLeft = 0;
  }

  #top(): number {
    return (this.#layout?.top ?? 0) - PAD;
  }

  #size(): void {
    if (!this.#layout) return;
    const { width, bottom } = this.#layout;
    const height = bottom + PAD - this.#top();
    this.#drawing.setAttribute('viewBox', `0 ${this.#top()} ${width} ${height}`);
    this.#drawing.setAttribute('width', String(Math.ceil(width * this.#zoom)));
    this.#drawing.setAttribute('height', String(Math.ceil(height * this.#zoom)));
  }

  /** What can be seen, in the drawing's units. */
  #view() {
    const { element } = this;
    const width = element.clientWidth || UNSEEN;
    return { element, left: element.scrollLeft / this.#zoom, right: (element.scrollLeft + width) / this.#zoom };
  }

  #askToFill(): void {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.#fill();
    });
  }

  #fill(): void {
    if (!this.#layout || !this.#artist) return;
    const { draw, signature } = this.#artist;
    const { left, right } = this.#view();
    const { columns } = this.#layout;
    const { first, last } = columnsInRange(this.#layout, left, right);
    const focused = this.#drawing.contains(document.activeElement) ? document.activeElement : null;
    const focusedNode = focused?.getAttribute('data-node') ?? null;
    let fresh = false;
    for (const [step, { element }] of this.#columns) {
      const seen = (step >= first && step <= last) || step === this.#pinned;
      // What has the focus stays, or the keyboard would lose its place.
      if (step < columns.length && (seen || element.contains(focused))) continue;
      element.remove();
      this.#columns.delete(step);
    }
    for (const [step, held] of this.#columns) {
      const column = columns[step]!;
      const now = signature(column);
      if (now === held.signature) continue;
      const element = draw(column, bendBefore(columns, step));
      held.element.replaceWith(element);
      this.#columns.set(step, { signature: now, element });
      fresh = true;
    }
    const wanted = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
    if (this.#pinned !== null) wanted.push(this.#pinned);
    for (const step of wanted) {
      const column = columns[step];
      if (!column || this.#columns.has(step)) continue;
      const element = draw(column, bendBefore(columns, step));
      const next = [...this.#columns.keys()].filter((other) => other > step).sort((a, b) => a - b)[0];
      this.#drawing.insertBefore(element, next === undefined ? null : this.#columns.get(next)!.element);
      this.#columns.set(step, { signature: signature(column), element });
      fresh = true;
    }
    if (!fresh) return;
    if (focusedNode !== null && focused?.isConnected === false) this.find(Number(focusedNode))?.focus();
    this.#changed();
  }

  #zoomTo(zoom: number): void {
    const { left } = this.#view();
    this.#zoom = Math.min(ZOOM.most, Math.max(ZOOM.least, zoom));
    this.#size();
    this.element.scrollLeft = left * this.#zoom;
    this.#fill();
  }

  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? 1 : -1);
  }

  #drag(event: PointerEvent): void {
    if (event.button !== 0 || (event.target as Element).closest('.node')) return;
    const { element } = this;
    const from = { x: event.clientX + element.scrollLeft, y: event.clientY + element.scrollTop };
    const move = ({ clientX, clientY }: PointerEvent) => {
      element.scrollLeft = from.x - clientX;
      element.scrollTop = from.y - clientY;
    };
    const end = () => {
      element.removeEventListener('pointermove', move);
      element.classList.remove('dragged');
    };
    element.setPointerCapture(event.pointerId);
    element.classList.add('dragged');
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', end, { once: true });
    element.addEventListener('pointercancel', end, { once: true });
  }
}

/** Where the edges into a column leave their parents' lines: the end of the column before. */
function bendBefore(columns: readonly TreeColumn[], step: number): number {
  return (columns[step - 1]?.right ?? 8) + 4;
}
