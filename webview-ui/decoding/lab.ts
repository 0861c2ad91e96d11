import type { RunDistribution } from '../../src/protocol/webviews/index.js';
import { html } from '../shared/elements.js';
import { named } from '../shared/texts.js';
import { FRESH_LAB, laboratory, type Laboratory } from './laboratory/laboratory.js';
import { isOpen, keepOpen, keepPart, keptPart, type Page } from './page.js';
import { placeOf } from './recipe/name.js';

const KEY = 'laboratory';

/** A token follows the pointer quickly; its logits are asked for when it stays this many milliseconds. */
const REST_MS = 200;

/** The laboratory over the logits of the token that was looked at last. */
export class LabPart {
  readonly element: HTMLDetailsElement;
  #laboratory: Laboratory | null = null;
  #looked: { run: number; sequence: number; step: number } | null = null;
  #ask = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly page: Page) {
    this.element = html(
      'details.laboratory-part',
      { on: { toggle: () => this.#toggled() } },
      html('summary', {}, html('h2', {}, page.say('laboratoryShown'))),
    ) as HTMLDetailsElement;
    this.element.open = isOpen(page, KEY);
  }

  /** Another token is looked at; an open laboratory follows. */
  look(run: number, sequence: number, step: number): void {
    this.#looked = { run, sequence, step };
    if (!this.element.open) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#request(), REST_MS);
  }

  /** Takes an answer of the host; an older one than the last question is out of date. */
  answer(ask: number, value: RunDistribution | null): void {
    if (ask !== this.#ask) return;
    this.#laboratory?.update(value ? { distribution: value, place: this.#placeOf(value) } : null);
  }

  #request(): void {
    if (!this.#looked) return;
    this.#ask += 1;
    this.page.send({ type: 'distribution', ask: this.#ask, ...this.#looked });
  }

  #toggled(): void {
    const { open } = this.element;
    keepOpen(this.page, KEY, open);
    if (!open) return;
    if (!this.#laboratory) {
      this.#laboratory = laboratory(this.page, {
        ask: () => this.#request(),
        kept: keptPart(this.page, KEY, FRESH_LAB),
        keep: (value) => keepPart(this.page, KEY, value),
      });
      this.element.append(this.#laboratory.element);
    }
    this.#request();
  }

  #placeOf({ run, sequence, step }: RunDistribution): string {
    const found = this.page.state.runs.find(({ id }) => id === run);
    const text = found?.sequences[sequence]?.steps[step]?.text ?? '';
    return this.page.say('labPlace', String(placeOf(this.page, run)), String(step + 1), named(text));
  }
}
