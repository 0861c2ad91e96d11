import * as l10n from '@vscode/l10n';
import { html } from '../../../../kit/dom.js';
import { icon } from '../../../../kit/icons.js';
import { inputElement } from '../../labSliders.js';

/** A line of a table of two steps. */
export interface ChoiceRow {
  element: HTMLElement;
  /** takes the word out; in the line of the end: adds a word to its list */
  button: HTMLElement;
  name: () => string;
  weight: () => number;
  focus: () => void;
}

/**
 * A typed word with its weight.
 * @param name null for the end of the text, which is in every list
 */
export function choiceRow(name: string | null, weight: number, change: () => void): ChoiceRow {
  const word = inputElement({ type: 'text', maxlength: 24, 'aria-label': l10n.t('Name'), value: name ?? '' });
  const number = inputElement({ type: 'number', min: 0, step: 'any', 'aria-label': l10n.t('Weight'), value: weight });
  const button = html('button.quiet.sign', { attributes: { type: 'button' } }, icon(name === null ? 'plus' : 'close'));
  const told = () => {
    const value = Number(number.value);
    number.setAttribute('aria-invalid', String(!(Number.isFinite(value) && value >= 0)));
    change();
  };
  word.addEventListener('input', change);
  number.addEventListener('input', told);
  return {
    element: html('div.choice', {}, name === null ? html('span.dim', {}, l10n.t('(end)')) : word, number, button),
    button,
    name: () => word.value,
    weight: () => (number.value.trim() === '' ? 0 : Number(number.value)),
    focus: () => {
      word.focus();
      word.select();
    },
  };
}

/** Names a button, and says why it does nothing where it does nothing; it stays in the order of the Tab key. */
export function setLimit(button: HTMLElement, name: string, reason: string | null): void {
  button.setAttribute('aria-disabled', String(reason !== null));
  button.setAttribute('aria-label', name);
  button.setAttribute('aria-description', reason ?? '');
  button.title = reason ?? name;
}
