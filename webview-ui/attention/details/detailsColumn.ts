import * as l10n from '@vscode/l10n';
import { html } from '../../kit/dom.js';
import { replaceKeepingFocus } from '../../kit/replaceKeepingFocus.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { detailsPanel, type DetailsEvents, type DetailsInput } from './detailsPanel.js';

/** The column beside the picture. It is built anew only when what it tells of has changed, and stays scrolled as it was. */
export class DetailsColumn {
  readonly element: HTMLElement;
  readonly #page: AttentionPage;
  /** what it was made of */
  #made: readonly unknown[] = [];
  #scrolled = 0;

  constructor(page: AttentionPage) {
    this.#page = page;
    this.element = html('section.side', {
      attributes: { 'aria-label': l10n.t('The word in focus') },
      on: { scroll: () => (this.#scrolled = this.element.scrollTop) },
    });
  }

  /** @returns whether it was built anew */
  update(input: DetailsInput, events: DetailsEvents): boolean {
    const { words, specials, prefix } = this.#page.state;
    const now: readonly unknown[] = [...(Object.values(input) as unknown[]), words, specials, prefix];
    if (now.length === this.#made.length && now.every((each, at) => each === this.#made[at])) return false;
    this.#made = now;
    replaceKeepingFocus(this.element, detailsPanel(this.#page, input, events));
    // Reading the place here would lay out the page once more.
    if (this.#scrolled > 0) this.element.scrollTop = this.#scrolled;
    return true;
  }

  /** There is no map to tell of. */
  clear(): void {
    this.#made = [];
    this.element.replaceChildren();
  }
}
