import * as l10n from '@vscode/l10n';
import { html } from '../../kit/dom.js';
import type { ViewContext } from '../model/viewContext.js';
import { NEUTRAL, runLaboratory, type LabLogits, type LabRow, type LabSettings } from './labModel.js';
import { LabOutcome, outcomeInWords } from './labOutcome.js';
import { LabSliders } from './labSliders.js';
import { sliderScales } from './sliderScales.js';

/** Rows of the most probable tokens. */
const SHOWN = 20;

/** What the sliders act on. */
export interface BenchSubject {
  logits: LabLogits;
  textOf: (row: LabRow) => string | null;
  scores: boolean;
}

/** Sliders for temperature and filters, and the distribution that they leave of some logits. */
export class FilterBench {
  readonly element: HTMLElement;
  readonly #slots = html('div.slots');
  readonly #fault = html('p.fault.small', { attributes: { role: 'status' } });
  readonly #outcome: LabOutcome;
  #sliders: LabSliders | null = null;
  /** tokens that the sliders are made for */
  #size = -1;
  #isDue = false;
  #subject: () => BenchSubject | null = () => null;
  #problem = '';
  readonly #view: ViewContext;
  #settings: LabSettings;
  readonly #keep: (settings: LabSettings) => void;

  constructor(view: ViewContext, settings: LabSettings, keep: (settings: LabSettings) => void) {
    this.#view = view;
    this.#settings = settings;
    this.#keep = keep;

    this.#outcome = new LabOutcome(view);
    const reset = html(
      'button',
      { attributes: { type: 'button' }, on: { click: () => this.apply(NEUTRAL) } },
      l10n.t('Reset'),
    );
    const actions = html('p.actions', {}, reset);
    this.element = html('div.bench', {}, this.#slots, actions, this.#fault, this.#outcome.element);
  }

  /**
   * Acts on other logits from now on.
   * @param subject asked at each move of a slider; null: there are none
   * @param problem what is said where there are none
   */
  use(subject: () => BenchSubject | null, problem = ''): void {
    this.#subject = subject;
    this.#problem = problem;
    const size = subject()?.logits.logits.length ?? 0;
    if (size > 0 && size !== this.#size) this.#makeSliders(size);
    this.#calculate();
  }

  /** Takes other settings, and shows them. */
  apply(settings: LabSettings): void {
    this.#take(settings);
    this.#sliders?.update(settings);
    this.#calculate();
  }

  #makeSliders(size: number): void {
    this.#size = size;
    this.#settings = { ...this.#settings, topK: Math.min(this.#settings.topK, size) };
    this.#sliders = new LabSliders(this.#view, sliderScales(size), (settings) => {
      this.#take(settings);
      this.#soon();
    });
    this.#sliders.update(this.#settings);
    this.#slots.replaceChildren(this.#sliders.element);
  }

  #take(settings: LabSettings): void {
    this.#settings = settings;
    this.#keep(settings);
  }

  #calculate(): void {
    this.#isDue = false;
    const subject = this.#subject();
    this.#fault.textContent = subject ? '' : this.#problem;
    if (!subject) return;
    const found = runLaboratory(subject.logits, this.#settings, SHOWN);
    this.#outcome.update(found, subject);
    this.#sliders?.setOutcome(outcomeInWords(this.#view, found));
  }

  /** Once a frame, however often a slider tells of its moves. */
  #soon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => this.#calculate());
  }
}
