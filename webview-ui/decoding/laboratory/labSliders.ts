import * as l10n from '@vscode/l10n';
import { html } from '../../kit/dom.js';
import type { ViewContext } from '../model/viewContext.js';
import { NEUTRAL, type LabSettings } from './labModel.js';
import { SLIDER_END, type SliderScale } from './sliderScales.js';

export interface LabSliders {
  element: HTMLElement;
  /** shows these settings */
  set: (settings: LabSettings) => void;
  /** what a slider's value comes to, for screen readers */
  tell: (outcome: string) => void;
}

/**
 * A slider with a number field for each setting.
 * @param change called with the settings after each move; while a field holds no valid number the last valid one counts
 */
export function labSliders(
  context: ViewContext,
  scales: readonly SliderScale[],
  change: (settings: LabSettings) => void,
): LabSliders {
  let settings: LabSettings = NEUTRAL;
  const rows = scales.map((scale) => sliderRow(context, scale, (value) => put({ ...settings, [scale.field]: value })));
  const put = (next: LabSettings) => {
    settings = next;
    rows.forEach((row) => row.neutral(next));
    change(next);
  };
  const set = (next: LabSettings) => {
    settings = next;
    rows.forEach((row) => row.set(next));
  };
  return {
    element: html('div.sliders', {}, ...rows.map(({ element }) => element)),
    set,
    tell: (outcome) => rows.forEach((row) => row.tell(outcome)),
  };
}

function sliderRow({ numbers }: ViewContext, scale: SliderScale, change: (value: number) => void) {
  const { field, label, min, max } = scale;
  const id = `lab-${field}-${Math.random().toString(36).slice(2, 8)}`;
  const range = inputElement({ type: 'range', min: 0, max: SLIDER_END, step: 1, 'aria-label': label });
  const number = inputElement({ type: 'number', id, min, max, step: 'any' });
  const fault = html('p.fault.small', { attributes: { id: `${id}-fault`, hidden: '' } });
  const meaning = html('span.meaning.small.dim', { attributes: { id: `${id}-meaning` } }, scale.meaning);
  number.setAttribute('aria-describedby', `${id}-meaning ${id}-fault`);
  range.setAttribute('aria-describedby', `${id}-meaning`);
  let spoken = '';
  const speak = () => range.setAttribute('aria-valuetext', [number.value, spoken].filter(Boolean).join(', '));
  const tellFault = (wrong: boolean) => {
    fault.hidden = !wrong;
    fault.textContent = wrong
      ? l10n.t('{0} is from {1} to {2}.', label, numbers.decimal(min, min % 1 ? 2 : 0), String(max))
      : '';
    number.setAttribute('aria-invalid', String(wrong));
  };
  range.addEventListener('input', () => {
    const value = scale.fromSlider(Number(range.value));
    number.value = String(value);
    tellFault(false);
    change(value);
  });
  number.addEventListener('input', () => {
    const value = number.value === '' ? NaN : Number(number.value);
    const wrong = !(value >= min && value <= max) || (field === 'topK' && !Number.isInteger(value));
    tellFault(wrong);
    if (wrong) return;
    range.value = String(scale.toSlider(value));
    change(value);
  });
  const element = html(
    'div.slider',
    {},
    html('label', { attributes: { for: id } }, label),
    range,
    number,
    meaning,
    fault,
  );
  const neutral = (settings: LabSettings) => element.classList.toggle('neutral', settings[field] === NEUTRAL[field]);
  return {
    element,
    neutral,
    set: (settings: LabSettings) => {
      number.value = String(settings[field]);
      range.value = String(scale.toSlider(settings[field]));
      tellFault(false);
      neutral(settings);
      speak();
    },
    tell: (outcome: string) => {
      spoken = outcome;
      speak();
    },
  };
}

/** An input element with these attributes. */
export function inputElement(attributes: Record<string, string | number>): HTMLInputElement {
  return html('input', { attributes }) as HTMLInputElement;
}
