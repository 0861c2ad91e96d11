import { html } from './dom.js';

/** A drop-down list; its label is said, not shown. */
export class Dropdown {
  readonly element: HTMLSelectElement;
  #filled = '';

  constructor(label: string, choose: (value: string) => void) {
    this.element = html('select', {
      attributes: { 'aria-label': label, title: label },
      on: { change: () => choose(this.element.value) },
    }) as HTMLSelectElement;
  }

  /** Fills the list, only where something changed: a list that is open would close. */
  update(options: readonly (readonly [string, string])[], value: string): void {
    const filled = JSON.stringify(options);
    if (this.#filled !== filled) {
      this.#filled = filled;
      this.element.replaceChildren(
        ...options.map(([name, text]) => html('option', { attributes: { value: name } }, text)),
      );
    }
    this.element.value = value;
  }
}
