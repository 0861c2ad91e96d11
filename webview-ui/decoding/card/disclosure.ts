import { html } from '../../kit/dom.js';
import { icon } from '../../kit/icons.js';
import { isOpen, setOpen, type DecodingPage } from '../model/decodingPage.js';

/** A small switch and the part that it opens; the part is made when it is first opened. */
export class Disclosure {
  readonly button: HTMLElement;
  readonly region: HTMLElement;
  readonly #page: DecodingPage;
  readonly #key: string;
  readonly #show: (region: HTMLElement, byHand: boolean) => void;

  /**
   * @param key under which it is kept open
   * @param show called with the region whenever it opens, and once at the start if it was open; `byHand`: it was opened now
   */
  constructor(page: DecodingPage, key: string, label: string, show: (region: HTMLElement, byHand: boolean) => void) {
    this.#page = page;
    this.#key = key;
    this.#show = show;
    const id = `part-${key.replace(/\W/g, '-')}`;
    this.region = html('div.part', { attributes: { id, hidden: '' } });
    this.button = html(
      'button.quiet.toggle',
      { attributes: { type: 'button', 'aria-controls': id }, on: { click: () => this.toggle() } },
      label,
      icon('down'),
    );
    this.#reflect(this.isOpen, false);
  }

  get isOpen(): boolean {
    return isOpen(this.#page, this.#key);
  }

  toggle(open = !this.isOpen): void {
    setOpen(this.#page, this.#key, open);
    this.#reflect(open, true);
  }

  #reflect(open: boolean, byHand: boolean): void {
    this.button.setAttribute('aria-expanded', String(open));
    this.region.hidden = !open;
    if (open) this.#show(this.region, byHand);
  }
}
