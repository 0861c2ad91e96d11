import * as l10n from '@vscode/l10n';
import { html } from '../../../../kit/dom.js';
import { icon } from '../../../../kit/icons.js';
import { inputElement } from '../../labSliders.js';

/** A line of a table of two steps: a typed word with its weight. */
export class ChoiceRow {
  readonly element: HTMLElement;
  /** takes the word out; in the line of the end: adds a word to its list */
  readonly button: HTMLElement;
  readonly #word: HTMLInputElement;
  readonly #number: HTMLInputElement;

  /** @param name null for the end of the text, which is in every list */
  constructor(name: string | null, weight: number, change: () => void) {
    this.#word = inputElement({ type: 'text', maxlength: 24, 'aria-label': l10n.t('Name'), value: name ?? '' });
    this.#number = inputElement({
      type: 'number',
      min: 0,
      step: 'any',
      'aria-label': l10n.t('Weight'),
      value: weight,
    });
    this.button = html('button.quiet.sign', { attributes: { type: 'button' } }, icon(name === null ? 'plus' : 'close'));
    this.#word.addEventListener('input', change);
    this.#number.addEventListener('input', () => {
      const value = Number(this.#number.value);
      this.#number.setAttribute('aria-invalid', String(!(Number.isFinite(value) && value >= 0)));
      change();
    });
    const named = name === null ? html('span.dim', {}, l10n.t('(end)')) : this.#word;
    this.element = html('div.choice', {}, named, this.#number, this.button);
  }

  get name(): string {
    return this.#word.value;
  }

  get weight(): number {
    return this.#number.value.trim() === '' ? 0 : Number(this.#number.value);
  }

  focus(): void {
    this.#word.focus();
    this.#word.select();
  }
}

/** Names a button, and says why it does nothing where it does nothing; it stays in the order of the Tab key. */
export function setLimit(button: HTMLElement, name: string, reason: string | null): void {
  button.setAttribute('aria-disabled', String(reason !== null));
  button.setAttribute('aria-label', name);
  button.setAttribute('aria-description', reason ?? '');
  button.title = reason ?? name;
}
