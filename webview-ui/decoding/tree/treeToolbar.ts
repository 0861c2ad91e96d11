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

export interface TreeToolbar {
  element: HTMLElement;
  show: (state: { folding: Folding; figures: boolean }) => void;
}

/** What is shown of a tree: branches, figures, zoom. */
export function treeToolbar({ fold, figures, zoom, fit }: TreeToolbarActions): TreeToolbar {
  const button = (text: string, click: () => void, label: string | null = null, title = label) =>
    html('button', { attributes: { type: 'button', 'aria-label': label, title }, on: { click } }, text);
  const folds = FOLDINGS.map((folding) => ({ folding, element: button(foldingName(folding), () => fold(folding)) }));
  let on = false;
  const numbers = button(
    l10n.t('ln p'),
    () => figures(!on),
    null,
    l10n.t('Log-probability and score under every token'),
  );
  const element = html(
    'div.tools',
    { attributes: { role: 'group', 'aria-label': l10n.t('What the tree shows') } },
    html(
      'div.switch',
      { attributes: { role: 'group', 'aria-label': l10n.t('Branches') } },
      ...folds.map((f) => f.element),
    ),
    numbers,
    html(
      'div.zoom',
      {},
      button('−', () => zoom(-1), l10n.t('Smaller')),
      button('+', () => zoom(1), l10n.t('Larger')),
      button('⤢', fit, l10n.t('Fit into the window')),
    ),
  );
  return {
    element,
    show: (state) => {
      on = state.figures;
      numbers.setAttribute('aria-pressed', String(on));
      for (const each of folds) each.element.setAttribute('aria-pressed', String(each.folding === state.folding));
    },
  };
}
