import type { GenerationStep } from '../../../src/protocol/engine/index.js';
import type { RunSequence } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { FrameScheduler } from '../../kit/frameScheduler.js';
import { rovingTarget } from '../../kit/rovingTabindex.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { HoverIntent } from './hoverIntent.js';
import { tokenElement } from './tokenElement.js';

/** Tokens that are put on the page at once. */
const PIECE = 40;

const pace = new FrameScheduler();

/**
 * The text of a sequence, token by token. It only ever grows or is cut back to what is the same, so that focus,
 * selection and pointer stay where they are while a run streams.
 */
export class TokenList {
  readonly element: HTMLElement;
  readonly #list: HTMLElement;
  /** the steps that are on the page */
  #shown: GenerationStep[] = [];
  #wanted: readonly GenerationStep[] = [];
  #ends = false;
  /** the token that Tab reaches */
  #stop = 0;
  #selected: number | null = null;
  readonly #hoverIntent: HoverIntent;
  #quiet = false;
  readonly #page: DecodingPage;
  readonly #choose: (index: number) => void;

  /**
   * @param labelledBy id of the element that names the list of tokens
   * @param choose called with the token that has the focus, is clicked or rested on
   */
  constructor(page: DecodingPage, labelledBy: string, choose: (index: number) => void) {
    this.#page = page;
    this.#choose = choose;

    this.#list = html('span', {
      attributes: { role: 'listbox', 'aria-labelledby': labelledBy, 'aria-orientation': 'horizontal' },
    });
    this.element = html('div.flow', {}, this.#list);
    const { element } = this;
    element.addEventListener('focusin', (event) => this.#onFocus(event));
    element.addEventListener('keydown', (event) => this.#onKey(event));
    this.#hoverIntent = new HoverIntent(
      element,
      (event) => this.#indexOf(event),
      () => this.#selected,
      choose,
    );
    element.addEventListener('click', (event) => this.#onClick(event));
  }

  /** Shows a sequence as it is now. */
  update({ steps, finish }: Pick<RunSequence, 'steps' | 'finish'>): void {
    let same = 0;
    const most = Math.min(steps.length, this.#shown.length);
    while (same < most && isSame(steps[same], this.#shown[same])) same++;
    this.#cut(same);
    this.#wanted = steps;
    this.#ends = finish === 'eos';
    const last = this.#list.children[steps.length - 1];
    last?.classList.toggle('end', this.#ends);
    this.#fill();
  }

  /** Marks a token as the one that the distribution below is about; null for none. */
  select(index: number | null): void {
    if (this.#selected !== null) this.#list.children[this.#selected]?.setAttribute('aria-selected', 'false');
    if (index !== null) this.#list.children[index]?.setAttribute('aria-selected', 'true');
    this.#selected = index;
  }

  focus(index: number): void {
    (this.#list.children[index] as HTMLElement | undefined)?.focus();
  }

  /** Gives a token the focus without choosing it. */
  focusQuietly(index: number): void {
    this.#quiet = true;
    this.focus(index);
    this.#quiet = false;
  }

  dispose(): void {
    this.#hoverIntent.dispose();
    pace.cancel(this);
  }

  /** Takes away the tokens from one on. */
  #cut(from: number): void {
    while (this.#list.children.length > from) this.#list.lastElementChild?.remove();
    this.#shown.length = Math.min(this.#shown.length, from);
    if (this.#selected !== null && this.#selected >= from) this.#selected = null;
    if (this.#stop >= from) this.#stop = 0;
    this.#list.children[this.#stop]?.setAttribute('tabindex', '0');
  }

  /** Puts what is missing on the page: a few tokens at once, many by and by. */
  #fill(): void {
    if (this.#appendPiece()) pace.schedule(this, () => this.#appendPiece());
  }

  #appendPiece(): boolean {
    const from = this.#shown.length;
    const fresh = this.#wanted.slice(from, from + PIECE);
    if (fresh.length === 0) return false;
    const last = this.#wanted.length - 1;
    this.#list.append(...fresh.map((step, index) => this.#token(step, from + index, last)));
    this.#shown.push(...fresh);
    if (from === 0) this.#list.children[this.#stop]?.setAttribute('tabindex', '0');
    return this.#shown.length < this.#wanted.length;
  }

  #token(step: GenerationStep, index: number, last: number): HTMLElement {
    const first = index === 0 && this.element.firstChild === this.#list;
    return tokenElement(this.#page, step, { ends: this.#ends && index === last, first });
  }

  #indexOf({ target }: Event): number {
    const piece = target instanceof Element ? target.closest('.piece') : null;
    return piece ? [...this.#list.children].indexOf(piece) : -1;
  }

  #onFocus(event: Event): void {
    const index = this.#indexOf(event);
    if (index < 0) return;
    this.#list.children[this.#stop]?.setAttribute('tabindex', '-1');
    this.#stop = index;
    this.#list.children[index]?.setAttribute('tabindex', '0');
    if (!this.#quiet) this.#choose(index);
  }

  #onClick(event: Event): void {
    const index = this.#indexOf(event);
    if (index >= 0 && (getSelection()?.isCollapsed ?? true)) this.#choose(index);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const index = this.#indexOf(event);
    if (index < 0) return;
    const to = rovingTarget(
      [...this.#list.children].map((each) => each.getBoundingClientRect()),
      index,
      event.key,
    );
    if (to === null) return;
    event.preventDefault();
    this.focus(to);
  }
}

function isSame(a: GenerationStep | undefined, b: GenerationStep | undefined): boolean {
  return a !== undefined && (a === b || (a.id === b?.id && a.probability === b.probability && a.text === b.text));
}
