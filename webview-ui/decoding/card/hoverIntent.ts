/** How long the pointer rests on a token before what could have stood there opens: crossing a text opens nothing. */
const REST_MS = 140;
const FOLLOW_MS = 30;

/** Where the pointer was last, on the screen. A text that scrolls under it brings events too, from the same place. */
let last = '';

function hasMoved({ screenX, screenY }: MouseEvent): boolean {
  const before = last;
  last = `${screenX} ${screenY}`;
  return last !== before;
}

/** Tells which token of a text the pointer has come to rest on. */
export class HoverIntent {
  #over = -1;
  #rest: ReturnType<typeof setTimeout> | undefined;
  readonly #indexOf: (event: Event) => number;
  readonly #selected: () => number | null;
  readonly #rested: (index: number) => void;

  /**
   * @param indexOf the index of the token at an event; -1 for none
   * @param selected the token whose distribution stands already, since the next one then follows sooner; null for none
   */
  constructor(
    element: HTMLElement,
    indexOf: (event: Event) => number,
    selected: () => number | null,
    rested: (index: number) => void,
  ) {
    this.#indexOf = indexOf;
    this.#selected = selected;
    this.#rested = rested;

    element.addEventListener('pointermove', (event) => {
      if (hasMoved(event)) this.#onMove(event);
    });
    element.addEventListener('pointerleave', () => this.#setHovered(-1));
  }

  dispose(): void {
    clearTimeout(this.#rest);
  }

  #onMove(event: PointerEvent): void {
    // While a button is held a selection is being drawn.
    const index = event.buttons > 0 ? -1 : this.#indexOf(event);
    if (index !== this.#over) this.#setHovered(index);
  }

  #setHovered(index: number): void {
    clearTimeout(this.#rest);
    this.#over = index;
    const selected = this.#selected();
    if (index < 0 || index === selected) return;
    this.#rest = setTimeout(() => this.#rested(index), selected === null ? REST_MS : FOLLOW_MS);
  }
}
