import type { DecodingRun } from '../../src/protocol/webviews/index.js';
import { html } from '../shared/elements.js';
import { Card, type CardEvents } from './card/card.js';
import { Order } from './order/order.js';
import type { Page } from './page.js';

/** The cards of all runs, in the person's order. */
export class Cards {
  readonly element: HTMLElement;
  readonly #cards = new Map<number, Card>();
  readonly #none: HTMLElement;
  readonly #list: HTMLElement;
  readonly #order: Order;
  readonly #events: CardEvents;
  /** a recipe was asked for: the next new card is opened */
  #expected = false;

  constructor(
    private readonly page: Page,
    looked: CardEvents['looked'],
  ) {
    this.#none = html('p.dim', {}, page.say('noRuns'));
    this.#list = html('ol.cards', { attributes: { 'aria-label': page.say('runs') } });
    this.#order = new Order(page, this.#list);
    this.element = html('div.card-list', { attributes: { tabindex: -1 } }, this.#none, this.#list, this.#order.line);
    this.#events = {
      looked: (run, sequence, index) => {
        for (const [id, card] of this.#cards) if (id !== run) card.lookAway();
        looked(run, sequence, index);
      },
      handle: (run) => this.#order.handle(run),
      move: (run, index) => this.#order.move(run, index),
    };
  }

  /** Makes the cards anew: everything changed. */
  showAll(): void {
    this.#order.cancel();
    for (const card of this.#cards.values()) card.dispose();
    this.#cards.clear();
    for (const run of this.page.state.runs) this.#make(run);
    this.#arrange();
  }

  /** Shows a run that is new or changed. */
  show(run: DecodingRun): void {
    const card = this.#cards.get(run.id);
    if (card) card.show(run);
    else {
      const made = this.#make(run);
      this.#arrange();
      if (this.#expected) made.openParameters();
      this.#expected = false;
      return;
    }
    if (this.#list.children[this.page.state.runs.indexOf(run)] !== card.element) this.#arrange();
  }

  grow(run: DecodingRun): void {
    this.#cards.get(run.id)?.grow(run);
  }

  remove(id: number): void {
    const card = this.#cards.get(id);
    if (!card) return;
    this.#order.gone(id);
    const next = card.element.nextElementSibling ?? card.element.previousElementSibling;
    const focused = card.element.contains(document.activeElement);
    this.#cards.delete(id);
    card.dispose();
    this.#arrange();
    if (focused) (next instanceof HTMLElement ? next : this.element).focus();
  }

  reorder(): void {
    this.#arrange();
    this.#order.changed();
  }

  /** The next new card is one that the person has asked for. */
  expect(): void {
    this.#expected = true;
  }

  #make(run: DecodingRun): Card {
    const card = new Card(this.page, run, this.#events);
    this.#cards.set(run.id, card);
    return card;
  }

  /** Puts cards where they belong; moving one takes the focus out of it, so it is given back. */
  #arrange(): void {
    const { activeElement } = document;
    this.page.state.runs.forEach(({ id }, index) => {
      const card = this.#cards.get(id);
      if (!card) return;
      if (this.#list.children[index] !== card.element) {
        this.#list.insertBefore(card.element, this.#list.children[index] ?? null);
      }
      card.renumber();
    });
    this.#none.hidden = this.#cards.size > 0;
    if (activeElement instanceof HTMLElement && this.#list.contains(activeElement)) activeElement.focus();
  }
}
