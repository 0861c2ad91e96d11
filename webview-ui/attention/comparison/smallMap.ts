import { html, svg } from '../../kit/dom.js';
import type { WeightScale } from '../../../src/attention/colourScale.js';
import { colourDepth } from '../../../src/attention/colourScale.js';
import { type Colours, css, rampColour } from '../../kit/colours.js';
import { clipToWidth, widthInEms } from '../../kit/textMeasure.js';
import type { WordMap } from './wordMap.js';

/** How maps are coloured; the same for all of them, so that they compare. */
export interface RenderStyle {
  scale: WeightScale;
  threshold: number;
  /** the weight that has the full colour */
  top: number;
  colours: Colours;
}

export interface SmallMapEvents {
  /** a word is pointed at, and one that it reads; −1: none */
  point: (row: number, column: number) => void;
  choose: (row: number) => void;
}

/** Sizes in the drawing's own units, which are CSS pixels at its natural size. */
const FONT = 10;
const LONGEST_EMS = 8;
const FIELD = 208;
const CELLS = { least: 11, most: 22 } as const;

interface Geometry {
  size: number;
  left: number;
  top: number;
  width: number;
  height: number;
  labels: readonly string[];
}

function smallMapGeometry(words: readonly string[], hasOther: boolean): Geometry {
  const labels = words.map((word) => clipToWidth(word, LONGEST_EMS));
  const columns = words.length + (hasOther ? 1.5 : 0);
  const size = Math.max(CELLS.least, Math.min(CELLS.most, Math.floor(FIELD / Math.max(1, columns))));
  const longest = Math.ceil(FONT * Math.max(2, ...labels.map(widthInEms)));
  const left = longest + 8;
  const top = Math.ceil(longest * Math.sin(Math.PI / 3)) + 12;
  const reach = Math.ceil(longest * 0.5);
  return {
    size,
    left,
    top,
    labels,
    width: Math.ceil(left + columns * size + reach),
    height: top + words.length * size + 4,
  };
}

/**
 * A map of words as a small picture: who reads at the left, what is read above. What the mask forbids is struck through,
 * so that it is not taken for a small weight.
 */
export class SmallMap {
  readonly #marks = svg('g.marks');
  readonly #rows = svg('g.labels');
  readonly #columns = svg('g.labels');
  readonly #cells = svg('g.cells');
  readonly element = svg(
    'svg.small-map',
    { attributes: { role: 'img' } },
    this.#rows,
    this.#columns,
    this.#cells,
    this.#marks,
  );
  #geometry: Geometry = smallMapGeometry([], false);
  #count = 0;
  readonly #isCausal: boolean;
  readonly #otherLabel: string;
  readonly #events: SmallMapEvents;

  constructor(label: string, isCausal: boolean, otherLabel: string, events: SmallMapEvents) {
    this.#isCausal = isCausal;
    this.#otherLabel = otherLabel;
    this.#events = events;

    this.element.setAttribute('aria-label', label);
    this.element.addEventListener('pointermove', (event) => this.#onPointer(event));
    this.element.addEventListener('pointerleave', () => events.point(-1, -1));
    this.element.addEventListener('click', (event) => {
      const at = this.#at(event);
      if (at && at.row >= 0) events.choose(at.row);
      else if (at && at.column >= 0) events.choose(at.column);
    });
  }

  update(map: WordMap, words: readonly string[], style: RenderStyle): void {
    const geometry = smallMapGeometry(words, map.other !== null);
    this.#geometry = geometry;
    this.#count = words.length;
    const { width, height } = geometry;
    this.element.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.element.style.setProperty('--natural', `${width}px`);
    this.#rows.replaceChildren(
      ...this.#labels(
        (middle) => ({ x: geometry.left - 5, y: geometry.top + middle + 3.5, 'text-anchor': 'end' }),
        map.missing.rows,
      ),
    );
    this.#columns.replaceChildren(
      ...this.#labels(
        (middle) => ({ transform: `translate(${geometry.left + middle + 3} ${geometry.top - 5}) rotate(-60)` }),
        map.missing.columns,
      ),
      ...(map.other ? [this.#otherColumnLabel()] : []),
    );
    this.#cells.replaceChildren(...this.#drawCells(map, style));
    this.#marks.replaceChildren();
  }

  /** The word that all maps look at, and the one that is pointed at among those it reads; −1: none. */
  mark(row: number, column: number): void {
    const { size, left, top } = this.#geometry;
    const length = this.#count * size;
    this.#marks.replaceChildren(
      row >= 0 && row < this.#count
        ? svg('path', {
            attributes: {
              d: `M${left - 1} ${top + row * size - 1}h${length + 1}v${size + 1}h${-length - 1}zM${left + row * size - 1} ${top - 1}v${length + 1}h${size + 1}v${-length - 1}z`,
            },
          })
        : '',
      column >= 0 && row >= 0
        ? svg('rect.cell', {
            attributes: { x: left + column * size - 1, y: top + row * size - 1, width: size + 1, height: size + 1 },
          })
        : '',
    );
    [this.#rows, this.#columns].forEach((labels) =>
      [...labels.children].forEach((label, at) => {
        label.classList.toggle('active', at === row);
        label.classList.toggle('read', labels === this.#columns && at === column);
      }),
    );
  }

  #labels(place: (middle: number) => Record<string, string | number>, missing: ReadonlySet<number>): SVGElement[] {
    const { labels, size } = this.#geometry;
    return labels.map((label, index) =>
      svg(missing.has(index) ? 'text.missing' : 'text', { attributes: place((index + 0.5) * size - 0.5) }, label),
    );
  }

  #otherColumnLabel(): SVGElement {
    const { left, top, size } = this.#geometry;
    const x = left + (this.#count + 1) * size + 3;
    return svg('text.other', { attributes: { transform: `translate(${x} ${top - 5}) rotate(-60)` } }, this.#otherLabel);
  }

  #drawCells({ matrix, other }: WordMap, { scale, threshold, top: full, colours }: RenderStyle): SVGElement[] {
    const { size, left, top } = this.#geometry;
    const cells: SVGElement[] = [];
    let struck = '';
    const cell = (x: number, y: number, weight: number) => {
      const depth = weight < threshold ? 0 : colourDepth(scale, weight / full);
      // With high contrast the size of a cell grows with its weight, so that colour is not needed.
      const side = colours.contrast ? (size - 1) * Math.sqrt(depth) : size - 1;
      const inset = (size - 1 - side) / 2;
      const place = { x: round(x + inset), y: round(y + inset), width: round(side), height: round(side) };
      cells.push(svg('rect', { attributes: { ...place, fill: css(rampColour(colours, depth)) } }));
    };
    for (let row = 0; row < this.#count; row++) {
      const y = top + row * size;
      for (let column = 0; column < this.#count; column++) {
        const x = left + column * size;
        const weight = matrix.values[row * this.#count + column] ?? 0;
        // Words that share a token read each other, whatever their order.
        const isMasked = this.#isCausal && column > row && weight === 0;
        if (isMasked) struck += `M${x + 2} ${y + size - 3}L${x + size - 3} ${y + 2}`;
        else cell(x, y, weight);
      }
      if (other) cell(left + (this.#count + 0.5) * size, y, other[row] ?? 0);
    }
    return struck === '' ? cells : [...cells, svg('path.masked', { attributes: { d: struck } })];
  }

  #at(event: PointerEvent): { row: number; column: number } | null {
    const { left, top, size, width } = this.#geometry;
    const box = this.element.getBoundingClientRect();
    if (box.width === 0) return null;
    const unit = width / box.width;
    const place = (offset: number) => {
      const at = Math.floor(offset / size);
      return at < 0 ? -1 : at < this.#count ? at : -2;
    };
    const row = place((event.clientY - box.top) * unit - top);
    const column = place((event.clientX - box.left) * unit - left);
    return row === -2 ? null : { row, column: column === -2 ? -1 : column };
  }

  #onPointer(event: PointerEvent): void {
    const at = this.#at(event);
    // The label of a column stands for its word.
    if (at && at.row < 0 && at.column >= 0) this.#events.point(at.column, -1);
    else this.#events.point(at?.row ?? -1, at && at.row >= 0 ? at.column : -1);
  }
}

const round = (value: number) => Math.round(value * 100) / 100;

/** What stands while there is no map: that the model works, or what went wrong. */
export function notice(name: string, text: string): HTMLElement {
  return html(`p.notice.${name}`, { attributes: { role: name === 'failed' ? 'alert' : 'status' } }, text);
}
