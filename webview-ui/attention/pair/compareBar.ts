import * as l10n from '@vscode/l10n';
import type { KeptSide } from '../../../src/protocol/webviews/index.js';
import { clipEnd } from '../../../src/text/excerpt.js';
import { html } from '../../kit/dom.js';
import { icon } from '../../kit/icons.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { showsPair } from './otherSide.js';

const LONGEST = 60;

/** A side that was kept, in a line. */
export function keptText({ view, subject }: KeptSide): string {
  return `${view.model} · ${l10n.t('“{0}”', clipEnd(subject.text.replace(/\s+/g, ' ').trim(), LONGEST))}`;
}

/** Above the picture: what is compared with, and the way out. */
export class CompareBar {
  readonly element: HTMLElement;
  readonly #what = html('p', { attributes: { role: 'status' } });
  readonly #page: AttentionPage;

  constructor(page: AttentionPage) {
    this.#page = page;
    const stop = () => {
      page.setOther(null);
      page.announce(l10n.t('Nothing is compared any more'));
    };
    this.element = html(
      'div.compare-bar',
      { attributes: { hidden: true } },
      this.#what,
      html(
        'button',
        { attributes: { type: 'button' }, on: { click: stop } },
        icon('close'),
        html('span', {}, l10n.t('Stop Comparing')),
      ),
    );
  }

  update(): void {
    const { other, state } = this.#page;
    this.element.hidden = other === null;
    if (!other) return;
    const apart = showsPair(state) ? '' : ` · ${l10n.t('both stand side by side under Matrix and Rollout')}`;
    const told = l10n.t('Compared with {0}', keptText(other)) + apart;
    if (this.#what.textContent !== told) this.#what.textContent = told;
  }
}
