import * as l10n from '@vscode/l10n';
import { html } from '../../kit/dom.js';
import { icon } from '../../kit/icons.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { runName, runNumber } from '../model/runs.js';
import { dropPlace, edgeScrollSpeed, indexForKey, type DropPlace } from './dropPlace.js';

/** A press moves a card only when the pointer has gone so many pixels: a click is no drag. */
const STARTS = 4;

/** A card that is held. */
interface Held {
  run: number;
  card: HTMLElement;
  handle: HTMLElement;
  pointer: number;
  start: { x: number; y: number };
  at: { x: number; y: number };
  /** it has gone far enough */
  moving: boolean;
  place: DropPlace | null;
}

/**
 * Reordering by a handle on each card: dragged, or moved with the arrow keys. Nothing moves before the card is let go; a
 * line shows where it would go.
 */
export class CardReorder {
  /** stands beside the list, in an element that both are positioned in */
  readonly line = html('div.drop-line', { attributes: { hidden: '', 'aria-hidden': true } });
  #held: Held | null = null;
  /** was moved by the user and is not said yet */
  #moved: number | null = null;
  readonly #page: DecodingPage;
  readonly #list: HTMLElement;

  constructor(page: DecodingPage, list: HTMLElement) {
    this.#page = page;
    this.#list = list;
  }

  /** What a card is held by. The card labels it, since its number may change. */
  handle(run: number): HTMLElement {
    const handle = html(
      'button.quiet.sign.handle',
      {
        attributes: {
          type: 'button',
          'aria-description': l10n.t(
            'Arrow keys move it, Home and End to the ends; or drag it, and Escape leaves it where it was.',
          ),
        },
      },
      icon('grip'),
    );
    handle.addEventListener('pointerdown', (event) => this.#grab(run, handle, event));
    handle.addEventListener('pointermove', (event) => this.#drag(event));
    handle.addEventListener('pointerup', (event) => this.#letGo(event));
    handle.addEventListener('pointercancel', () => this.cancel());
    handle.addEventListener('lostpointercapture', () => this.cancel());
    handle.addEventListener('keydown', (event) => this.#key(run, event));
    return handle;
  }

  /** Asks for a run to stand at an index of the list, and says where it is when it does. */
  move(run: number, index: number): void {
    this.cancel();
    this.#moved = run;
    if (index === this.#indexOf(run)) this.orderChanged();
    else this.#page.send({ type: 'move', run, index });
  }

  /** The list has a new order; says so if it is the user's doing. */
  orderChanged(): void {
    const run = this.#page.state.runs.find(({ id }) => id === this.#moved);
    this.#moved = null;
    if (!run) return;
    const count = String(this.#page.state.runs.length);
    this.#page.announce(
      l10n.t('{0}: place {1} of {2}.', runName(this.#page, run), String(runNumber(this.#page, run.id)), count),
    );
  }

  /** A run is gone, and with it what was held. */
  runRemoved(run: number): void {
    if (this.#held?.run === run) this.cancel();
  }

  /** Lets go of what is held without moving anything. */
  cancel(): void {
    const held = this.#held;
    if (!held) return;
    this.#held = null;
    held.card.classList.remove('dragged');
    this.#list.classList.remove('dragging');
    this.line.hidden = true;
    if (held.handle.hasPointerCapture(held.pointer)) held.handle.releasePointerCapture(held.pointer);
  }

  #key(run: number, event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.#held) {
      event.stopPropagation();
      event.preventDefault();
      return this.cancel();
    }
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const to = indexForKey(event.key, this.#indexOf(run), this.#page.state.runs.length);
    if (to === null) return;
    event.preventDefault();
    this.move(run, to);
  }

  #grab(run: number, handle: HTMLElement, event: PointerEvent): void {
    const card = handle.closest<HTMLElement>('.card');
    if (event.button !== 0 || !card || this.#held) return;
    // The press selects no text, and the keyboard is here, so that Escape is heard.
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    const start = { x: event.clientX, y: event.clientY };
    this.#held = { run, card, handle, pointer: event.pointerId, start, at: start, moving: false, place: null };
  }

  #drag(event: PointerEvent): void {
    const held = this.#held;
    if (!held || event.pointerId !== held.pointer) return;
    held.at = { x: event.clientX, y: event.clientY };
    if (held.moving) return;
    held.moving = Math.hypot(held.at.x - held.start.x, held.at.y - held.start.y) >= STARTS;
    if (!held.moving) return;
    held.card.classList.add('dragged');
    this.#list.classList.add('dragging');
    this.#follow(held);
  }

  /** Once a frame while a card is dragged: the place under the pointer, and the page at its edges. */
  #follow(held: Held): void {
    if (this.#held !== held) return;
    window.scrollBy(0, edgeScrollSpeed(held.at.y, window.innerHeight));
    this.#show(held);
    requestAnimationFrame(() => this.#follow(held));
  }

  #show(held: Held): void {
    const boxes = [...this.#list.children].map((card) => card.getBoundingClientRect());
    const gap = parseFloat(getComputedStyle(this.#list).rowGap) || 0;
    held.place = dropPlace(boxes, this.#indexOf(held.run), held.at, gap);
    this.line.hidden = held.place === null;
    if (!held.place) return;
    const { left, top, right, bottom } = held.place.line;
    const origin = this.line.parentElement?.getBoundingClientRect() ?? { left: 0, top: 0 };
    const sizes = { left: left - origin.left, top: top - origin.top, width: right - left, height: bottom - top };
    for (const [name, size] of Object.entries(sizes)) this.line.style.setProperty(name, `${size}px`);
  }

  #letGo(event: PointerEvent): void {
    const held = this.#held;
    if (!held || event.pointerId !== held.pointer) return;
    held.at = { x: event.clientX, y: event.clientY };
    // Runs may have come or gone since the last frame.
    if (held.moving) this.#show(held);
    const { run, place } = held;
    this.cancel();
    if (place) this.move(run, place.index);
  }

  #indexOf(run: number): number {
    return this.#page.state.runs.findIndex(({ id }) => id === run);
  }
}
