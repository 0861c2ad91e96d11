import * as l10n from '@vscode/l10n';
import { fieldsUsed } from '../../../src/decoding/config/fields.js';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { DeterminismView } from '../determinism/determinismView.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { BeamTreeView } from '../tree/beamTree.js';
import { Disclosure } from './disclosure.js';

/** Milliseconds between two drawings of a tree that grows. */
const TREE_MS = 150;

/** A part of a card that opens on request. */
export interface CardSection {
  button: HTMLElement;
  region: HTMLElement;
  /** anything of the run may have changed */
  update(): void;
  /** the run streams */
  grow(): void;
}

/** The tree of a beam search; only runs that have one offer it. */
export class TreeSection implements CardSection {
  readonly button: HTMLElement;
  readonly region: HTMLElement;
  readonly #part: Disclosure;
  readonly #run: () => DecodingRun;
  #view: BeamTreeView | null = null;
  #last = 0;

  constructor(page: DecodingPage, run: () => DecodingRun) {
    this.#run = run;
    this.#part = new Disclosure(page, `tree:${run().id}`, l10n.t('tree'), (region) => {
      if (!this.#view) region.append((this.#view = new BeamTreeView(page)).element);
      this.#draw();
    });
    this.button = this.#part.button;
    this.region = this.#part.region;
  }

  update(): void {
    const { tree, decoding } = this.#run();
    const isOffered = fieldsUsed(decoding).includes('numBeams') || (tree?.length ?? 0) > 0;
    const { isOpen } = this.#part;
    this.button.hidden = !isOffered;
    this.region.hidden = !isOffered || !isOpen;
    if (isOffered && isOpen) this.#draw();
  }

  grow(): void {
    if (this.#part.isOpen && performance.now() - this.#last > TREE_MS) this.#draw();
  }

  #draw(): void {
    const { tree, status } = this.#run();
    this.#last = performance.now();
    this.#view?.update(tree ?? [], status !== 'running' && status !== 'waiting');
  }
}

/** The same recipe several times: it runs when a user opens the part and it was not run yet, never by a reload. */
export class DeterminismSection implements CardSection {
  readonly button: HTMLElement;
  readonly region: HTMLElement;
  readonly #part: Disclosure;
  readonly #view: DeterminismView;
  readonly #again: HTMLElement;
  readonly #run: () => DecodingRun;
  #isAsked = false;

  constructor(page: DecodingPage, run: () => DecodingRun) {
    this.#run = run;
    const ask = () => page.send({ type: 'determinism', run: run().id });
    this.#again = html('button', { attributes: { type: 'button' }, on: { click: ask } }, l10n.t('Check Again'));
    this.#view = new DeterminismView(page);
    this.#part = new Disclosure(page, `check:${run().id}`, l10n.t('determinism'), (region, byHand) => {
      if (!region.hasChildNodes()) region.append(this.#view.element, this.#again);
      if (byHand && run().check === null && !this.#isAsked && run().faults.length === 0) {
        this.#isAsked = true;
        ask();
      }
      this.#draw();
    });
    this.button = this.#part.button;
    this.region = this.#part.region;
  }

  update(): void {
    if (this.#part.isOpen) this.#draw();
  }

  grow(): void {
    // A check is told of as a whole.
  }

  #draw(): void {
    const { check } = this.#run();
    this.#again.hidden = check === null ? this.#isAsked : check.running > 0;
    this.#view.update(check);
  }
}
