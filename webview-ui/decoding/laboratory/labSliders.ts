import * as l10n from '@vscode/l10n';
import { html } from '../../kit/dom.js';
import type { ViewContext } from '../model/viewContext.js';
import { NEUTRAL, type LabSettings } from './labModel.js';
import { SLIDER_END, type SliderScale } from './sliderScales.js';
import { joinList } from '../../../src/wording/index.js';

/** A slider with a number field for each setting. */
export class LabSliders {
  readonly element: HTMLElement;
  readonly #rows: readonly SliderRow[];
  #settings: LabSettings = NEUTRAL;

  /** @param change called with the settings after each move; while a field holds no valid number the last valid one counts */
  constructor(context: ViewContext, scales: readonly SliderScale[], change: (settings: LabSettings) => void) {
    this.#rows = scales.map(
      (scale) =>
        new SliderRow(context, scale, (value) => {
          this.#settings = { ...this.#settings, [scale.field]: value };
          for (const row of this.#rows) row.markNeutral(this.#settings);
          change(this.#settings);
        }),
    );
    this.element = html('div.sliders', {}, ...this.#rows.map(({ element }) => element));
  }

  /** Shows these settings. */
  update(settings: LabSettings): void {
    this.#settings = settings;
    for (const row of this.#rows) row.update(settings);
  }

  /** Takes what a slider's value comes to, for screen readers. */
  setOutcome(outcome: string): void {
    for (const row of this.#rows) row.setOutcome(outcome);
  }
}

class SliderRow {
  readonly element: HTMLElement;
  readonly #range: HTMLInputElement;
  readonly #number: HTMLInputElement;
  readonly #fault: HTMLElement;
  readonly #context: ViewContext;
  readonly #scale: SliderScale;
  #outcome = '';

  constructor(context: ViewContext, scale: SliderScale, change: (value: number) => void) {
    this.#context = context;
    this.#scale = scale;
    const { field, label, min, max } = scale;
    const id = `lab-${field}-${Math.random().toString(36).slice(2, 8)}`;
    this.#range = inputElement({
      type: 'range',
      min: 0,
      max: SLIDER_END,
      step: 1,
      'aria-label': label,
      'aria-describedby': `${id}-meaning`,
    });
    const described = `${id}-meaning ${id}-fault`;
    this.#number = inputElement({ type: 'number', id, min, max, step: 'any', 'aria-describedby': described });
    this.#fault = html('p.fault.small', { attributes: { id: `${id}-fault`, hidden: '' } });
    const meaning = html('span.meaning.small.dim', { attributes: { id: `${id}-meaning` } }, scale.meaning);
    this.#range.addEventListener('input', () => {
      const value = scale.fromSlider(Number(this.#range.value));
      this.#number.value = String(value);
      this.#showFault(false);
      change(value);
    });
    this.#number.addEventListener('input', () => {
      const value = this.#number.value === '' ? NaN : Number(this.#number.value);
      const wrong = !(value >= min && value <= max) || (field === 'topK' && !Number.isInteger(value));
      this.#showFault(wrong);
      if (wrong) return;
      this.#range.value = String(scale.toSlider(value));
      change(value);
    });
    const named = html('label', { attributes: { for: id } }, label);
    this.element = html('div.slider', {}, named, this.#range, this.#number, meaning, this.#fault);
  }

  update(settings: LabSettings): void {
    const value = settings[this.#scale.field];
    this.#number.value = String(value);
    this.#range.value = String(this.#scale.toSlider(value));
    this.#showFault(false);
    this.markNeutral(settings);
    this.#speak();
  }

  setOutcome(outcome: string): void {
    this.#outcome = outcome;
    this.#speak();
  }

  markNeutral(settings: LabSettings): void {
    const { field } = this.#scale;
    this.element.classList.toggle('neutral', settings[field] === NEUTRAL[field]);
  }

  #speak(): void {
    this.#range.setAttribute('aria-valuetext', joinList([this.#number.value, this.#outcome].filter(Boolean)));
  }

  #showFault(wrong: boolean): void {
    const { label, min, max } = this.#scale;
    const { number } = this.#context.numbers;
    this.#fault.hidden = !wrong;
    this.#fault.textContent = wrong ? l10n.t('{0} is from {1} to {2}.', label, number(min), number(max)) : '';
    this.#number.setAttribute('aria-invalid', String(wrong));
  }
}

/** An input element with these attributes. */
export function inputElement(attributes: Record<string, string | number>): HTMLInputElement {
  return html('input', { attributes }) as HTMLInputElement;
}
