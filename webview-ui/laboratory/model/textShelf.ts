import type { Signal } from '@preact/signals';
import type { LaboratoryText } from '../../../src/protocol/webviews/index.js';
import type { Part } from './experiment.js';
import type { Outcome, TextAside } from './keptLaboratory.js';

export const kindOf = (part: Part | undefined): LaboratoryText => part?.takes ?? 'sentence';

/** Texts of the kinds of which no measurement is open, each with what was measured of it. */
export class TextShelf {
  #asides: Partial<Record<LaboratoryText, TextAside>> = {};

  constructor(
    private readonly text: Signal<string>,
    private readonly outcome: Signal<Outcome | null>,
  ) {}

  get kept(): Partial<Record<LaboratoryText, TextAside>> {
    return { ...this.#asides };
  }

  restore(kept: Partial<Record<LaboratoryText, TextAside>> | undefined): void {
    this.#asides = { ...kept };
  }

  put(kind: LaboratoryText, text: string): void {
    this.#asides[kind] = { outcome: null, ...this.#asides[kind], text };
  }

  /** Lays what is open aside, and opens what there is of another kind. */
  exchange(before: LaboratoryText, now: LaboratoryText): void {
    if (before === now) return;
    const { [now]: found, ...others } = this.#asides;
    this.#asides = { ...others, [before]: { text: this.text.peek(), outcome: this.outcome.peek() } };
    this.text.value = found?.text ?? '';
    this.outcome.value = found?.outcome ?? null;
  }
}
