import * as l10n from '@vscode/l10n';
import { fieldsUsed } from '../../../src/decoding/config/fields.js';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { determinismView } from '../determinism/determinismView.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { BeamTreeView } from '../tree/beamTree.js';
import { disclosure } from './disclosure.js';

/** Milliseconds between two drawings of a tree that grows. */
const TREE_MS = 150;

/** A part of a card that opens on request. */
export interface CardSection {
  button: HTMLElement;
  region: HTMLElement;
  /** anything of the run may have changed */
  show(): void;
  /** the run streams */
  grow(): void;
}

/** The tree of a beam search; only runs that have one offer it. */
export function treeSection(page: DecodingPage, run: () => DecodingRun): CardSection {
  let view: BeamTreeView | null = null;
  let last = 0;
  const draw = () => {
    const { tree, status } = run();
    last = performance.now();
    view?.update(tree ?? [], status !== 'running' && status !== 'waiting');
  };
  const part = disclosure(page, `tree:${run().id}`, l10n.t('tree'), (region) => {
    if (!view) region.append((view = new BeamTreeView(page)).element);
    draw();
  });
  return {
    button: part.button,
    region: part.region,
    show() {
      const { tree, decoding } = run();
      const offered = fieldsUsed(decoding).includes('numBeams') || (tree?.length ?? 0) > 0;
      part.button.hidden = !offered;
      part.region.hidden = !offered || !part.open;
      if (offered && part.open) draw();
    },
    grow() {
      if (part.open && performance.now() - last > TREE_MS) draw();
    },
  };
}

/** The same recipe several times: it runs when a user opens the part and it was not run yet, never by a reload. */
export function determinismSection(page: DecodingPage, run: () => DecodingRun): CardSection {
  const { send } = page;
  let asked = false;
  const ask = () => send({ type: 'determinism', run: run().id });
  const again = html('button', { attributes: { type: 'button' }, on: { click: ask } }, l10n.t('Check Again'));
  const view = determinismView(page);
  const draw = () => {
    const { check } = run();
    again.hidden = check === null ? asked : check.running > 0;
    view.update(check);
  };
  const part = disclosure(page, `check:${run().id}`, l10n.t('determinism'), (region, byHand) => {
    if (!region.hasChildNodes()) region.append(view.element, again);
    if (byHand && run().check === null && !asked && run().faults.length === 0) {
      asked = true;
      ask();
    }
    draw();
  });
  const show = () => {
    if (part.open) draw();
  };
  return { button: part.button, region: part.region, show, grow: () => undefined };
}
