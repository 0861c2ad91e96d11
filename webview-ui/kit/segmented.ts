import { html } from './dom.js';

/** A group of buttons of which one is pressed. */
export interface Segmented<T extends string> {
  element: HTMLElement;
  select: (value: T) => void;
}

/** @param options by value what stands on the button */
export function segmented<T extends string>(
  label: string,
  options: readonly (readonly [T, string])[],
  choose: (value: T) => void,
): Segmented<T> {
  const buttons = options.map(([value, text]) =>
    html(
      'button',
      {
        attributes: { type: 'button', 'data-value': value, 'aria-pressed': false },
        on: { click: () => choose(value) },
      },
      text,
    ),
  );
  return {
    element: html('div.segmented', { attributes: { role: 'group', 'aria-label': label } }, ...buttons),
    select: (value) =>
      buttons.forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.value === value))),
  };
}

/** A drop-down list; the label is said, not shown. */
export function dropdown(label: string, choose: (value: string) => void): HTMLSelectElement {
  const select = html('select', {
    attributes: { 'aria-label': label, title: label },
    on: { change: () => choose(select.value) },
  }) as HTMLSelectElement;
  return select;
}

/** Fills a list, only where something changed: a list that is open would close. */
export function fillOptions(
  select: HTMLSelectElement,
  options: readonly (readonly [string, string])[],
  value: string,
): void {
  const key = JSON.stringify(options);
  if (select.dataset.options !== key) {
    select.dataset.options = key;
    select.replaceChildren(...options.map(([name, text]) => html('option', { attributes: { value: name } }, text)));
  }
  select.value = value;
}
