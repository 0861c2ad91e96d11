import type { DecodingLabText } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import type { ViewContext } from '../model/viewContext.js';
import { FOLDINGS, type Folding } from './treeFolding.js';

const NAMES: Record<Folding, DecodingLabText> = { none: 'treeAll', pruned: 'treeKept', dead: 'treeSurvivors' };

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
export function treeToolbar({ say }: ViewContext, { fold, figures, zoom, fit }: TreeToolbarActions): TreeToolbar {
  const button = (text: string, click: () => void, label: string | null = null, title = label) =>
    html('button', { attributes: { type: 'button', 'aria-label': label, title }, on: { click } }, text);
  const folds = FOLDINGS.map((folding) => ({ folding, element: button(say(NAMES[folding]), () => fold(folding)) }));
  let on = false;
  const numbers = button(say('treeFigures'), () => figures(!on), null, say('treeFiguresMeaning'));
  const element = html(
    'div.tools',
    { attributes: { role: 'group', 'aria-label': say('treeView') } },
    html(
      'div.switch',
      { attributes: { role: 'group', 'aria-label': say('treeBranches') } },
      ...folds.map((f) => f.element),
    ),
    numbers,
    html(
      'div.zoom',
      {},
      button('−', () => zoom(-1), say('treeZoomOut')),
      button('+', () => zoom(1), say('treeZoomIn')),
      button('⤢', fit, say('treeFit')),
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
