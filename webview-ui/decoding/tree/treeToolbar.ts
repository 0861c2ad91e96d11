import * as l10n from '@vscode/l10n';
import { html } from '../../kit/dom.js';
import { FOLDINGS, type Folding } from './treeFolding.js';

function foldingName(folding: Folding): string {
  switch (folding) {
    case 'none':
      return l10n.t('all');
    case 'pruned':
      return l10n.t('kept');
    case 'dead':
      return l10n.t('survivors');
  }
}

interface TreeToolbarActions {
  fold: (folding: Folding) => void;
  figures: (on: boolean) => void;
  zoom: (direction: 1 | -1) => void;
  fit: () => void;
}

/** What is shown of a tree: branches, figures, zoom. */
export class TreeToolbar {
  readonly element: HTMLElement;
  readonly #folds: readonly { folding: Folding; element: HTMLElement }[];
  readonly #figures: HTMLElement;
  #hasFigures = false;

  constructor({ fold, figures, zoom, fit }: TreeToolbarActions) {
    const button = (text: string, click: () => void, label: string | null = null, title = label) =>
      html('button', { attributes: { type: 'button', 'aria-label': label, title }, on: { click } }, text);
    this.#folds = FOLDINGS.map((folding) => ({ folding, element: button(foldingName(folding), () => fold(folding)) }));
    this.#figures = button(
      l10n.t('ln p'),
      () => figures(!this.#hasFigures),
      null,
      l10n.t('Log-probability and score under every token'),
    );
    this.element = html(
      'div.tools',
      { attributes: { role: 'group', 'aria-label': l10n.t('What the tree shows') } },
      html(
        'div.switch',
        { attributes: { role: 'group', 'aria-label': l10n.t('Branches') } },
        ...this.#folds.map(({ element }) => element),
      ),
      this.#figures,
      html(
        'div.zoom',
        {},
        button('−', () => zoom(-1), l10n.t('Smaller')),
        button('+', () => zoom(1), l10n.t('Larger')),
        button('⤢', fit, l10n.t('Fit into the window')),
      ),
    );
  }

  update({ folding, figures }: { folding: Folding; figures: boolean }): void {
    this.#hasFigures = figures;
    this.#figures.setAttribute('aria-pressed', String(figures));
    for (const each of this.#folds) each.element.setAttribute('aria-pressed', String(each.folding === folding));
  }
}
