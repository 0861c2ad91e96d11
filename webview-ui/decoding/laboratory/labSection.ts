import * as l10n from '@vscode/l10n';
import type { RunDistribution, StepPlace } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { trimToken } from '../../kit/displayText.js';
import { INITIAL_LAB_STATE, Laboratory } from './laboratory.js';
import { isOpen, setOpen, setPartState, partState, type DecodingPage } from '../model/decodingPage.js';
import { runNumber } from '../model/runs.js';

const KEY = 'laboratory';

/** A token follows the pointer quickly; its logits are asked for when it stays this many milliseconds. */
const REST_MS = 200;

/** The laboratory over the logits of the token that was looked at last. */
export class LabSection {
  readonly element: HTMLDetailsElement;
  #laboratory: Laboratory | null = null;
  #looked: StepPlace | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #page: DecodingPage;

  constructor(page: DecodingPage) {
    this.#page = page;

    this.element = html(
      'details.laboratory-part',
      { on: { toggle: () => this.#onToggle() } },
      html('summary', {}, html('h2', {}, l10n.t('Laboratory'))),
    ) as HTMLDetailsElement;
    this.element.open = isOpen(page, KEY);
  }

  /** Another token is looked at; an open laboratory follows. */
  look(run: number, sequence: number, step: number): void {
    this.#looked = { run, sequence, step };
    if (!this.element.open) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#request(), REST_MS);
  }

  /** Asks for the token that is looked at; where another is by the time of the answer, it is out of date. */
  async #request(): Promise<void> {
    const asked = this.#looked;
    if (!asked) return;
    // The laboratory says that there are none, whatever the reason.
    const value = await this.#page.distribution(asked).catch(() => null);
    if (asked !== this.#looked) return;
    this.#laboratory?.update(value ? { distribution: value, place: this.#placeOf(value) } : null);
  }

  #onToggle(): void {
    const { open } = this.element;
    setOpen(this.#page, KEY, open);
    if (!open) return;
    if (!this.#laboratory) {
      this.#laboratory = new Laboratory(this.#page, {
        ask: () => void this.#request(),
        kept: partState(this.#page, KEY, INITIAL_LAB_STATE),
        keep: (value) => setPartState(this.#page, KEY, value),
      });
      this.element.append(this.#laboratory.element);
    }
    void this.#request();
  }

  #placeOf({ run, sequence, step }: RunDistribution): string {
    const found = this.#page.state.runs.find(({ id }) => id === run);
    const text = found?.sequences[sequence]?.steps[step]?.text ?? '';
    return l10n.t('run {0}, token {1}: {2}', String(runNumber(this.#page, run)), String(step + 1), trimToken(text));
  }
}
