import * as l10n from '@vscode/l10n';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { RunCard, type CardEvents } from './runCard.js';
import { CardReorder } from '../order/cardReorder.js';
import type { DecodingPage } from '../model/decodingPage.js';

/** The cards of all runs, in the user's order. */
export class CardList {
  readonly element: HTMLElement;
  readonly #cards = new Map<number, RunCard>();
  readonly #none: HTMLElement;
  readonly #list: HTMLElement;
  readonly #order: CardReorder;
  readonly #events: CardEvents;
  /** a recipe was asked for: the next new card is opened */
  #expected = false;
  readonly #page: DecodingPage;

  constructor(page: DecodingPage, looked: CardEvents['lookedAt']) {
    this.#page = page;

    this.#none = html('p.dim', {}, l10n.t('No recipe is in the list. Add one, or take a preset.'));
    this.#list = html('ol.cards', { attributes: { 'aria-label': l10n.t('Runs') } });
    this.#order = new CardReorder(page, this.#list);
    this.element = html('div.card-list', { attributes: { tabindex: -1 } }, this.#none, this.#list, this.#order.line);
    this.#events = {
      lookedAt: (run, sequence, index) => {
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
    for (const run of this.#page.state.runs) this.#make(run);
    this.#arrangeCards();
  }

  /** Shows a run that is new or changed. */
  update(run: DecodingRun): void {
    const card = this.#cards.get(run.id);
    if (card) card.update(run);
    else {
      const made = this.#make(run);
      this.#arrangeCards();
      if (this.#expected) made.openParameters();
      this.#expected = false;
      return;
    }
    if (this.#list.children[this.#page.state.runs.indexOf(run)] !== card.element) this.#arrangeCards();
  }

  grow(run: DecodingRun): void {
    this.#cards.get(run.id)?.grow(run);
  }

  remove(id: number): void {
    const card = this.#cards.get(id);
    if (!card) return;
    this.#order.runRemoved(id);
    const next = card.element.nextElementSibling ?? card.element.previousElementSibling;
    const focused = card.element.contains(document.activeElement);
    this.#cards.delete(id);
    card.dispose();
    this.#arrangeCards();
    if (focused) (next instanceof HTMLElement ? next : this.element).focus();
  }

  reorder(): void {
    this.#arrangeCards();
    this.#order.orderChanged();
  }

  /** The next new card is one that the user has asked for. */
  expectNew(): void {
    this.#expected = true;
  }

  #make(run: DecodingRun): RunCard {
    const card = new RunCard(this.#page, run, this.#events);
    this.#cards.set(run.id, card);
    return card;
  }

  /** Takes what the head says of models. */
  showModels(): void {
    for (const card of this.#cards.values()) card.showModels();
  }

  /** Puts cards where they belong; moving one takes the focus out of it, so it is given back. */
  #arrangeCards(): void {
    const { activeElement } = document;
    this.#page.state.runs.forEach(({ id }, index) => {
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
