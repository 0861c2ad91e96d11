import { html } from './dom.js';

/** A group of buttons of which one is pressed. */
export class Segmented<T extends string> {
  readonly element: HTMLElement;
  readonly #buttons: readonly HTMLElement[];

  /** @param options by value what stands on the button */
  constructor(label: string, options: readonly (readonly [T, string])[], choose: (value: T) => void) {
    this.#buttons = options.map(([value, text]) =>
      html(
        'button',
        {
          attributes: { type: 'button', 'data-value': value, 'aria-pressed': false },
          on: { click: () => choose(value) },
        },
        text,
      ),
    );
    this.element = html('div.segmented', { attributes: { role: 'group', 'aria-label': label } }, ...this.#buttons);
  }

  update(value: T): void {
    for (const button of this.#buttons) button.setAttribute('aria-pressed', String(button.dataset.value === value));
  }
}
