import { html } from '../shared/elements.js';
import { rich } from '../shared/rich.js';
import type { Page } from './page.js';
import type { ShownMap } from './shown.js';
import { placeText } from './side/side.js';
import { kindText } from './toolbar.js';

interface Pair {
  row: string;
  column: string;
  weight: number;
}

export interface ReadoutEvents {
  /** null: all in sight */
  zoom: (factor: number | null) => void;
  table: (isOn: boolean) => void;
}

const STEP = 1.4;

/** The line above the picture says what it is of; the one below says what is pointed at, and has the zoom. */
export function readoutBar(page: Page, on: ReadoutEvents) {
  const { say, numbers } = page;
  const button = (sign: string, label: string, click: () => void) =>
    html('button', { attributes: { type: 'button', 'aria-label': label, title: label }, on: { click } }, sign);
  const zooms = html(
    'span.group.zooms',
    {},
    button('−', say('zoomOut'), () => on.zoom(1 / STEP)),
    button('+', say('zoomIn'), () => on.zoom(STEP)),
    button(say('fit'), say('fitMeaning'), () => on.zoom(null)),
  );
  const table = html(
    'button',
    { attributes: { type: 'button' }, on: { click: () => on.table(table.getAttribute('aria-pressed') !== 'true') } },
    say('table'),
  );
  const line = html('p.pair');
  const above = html('p.caption.dim.small');
  const below = html('div.readout', {}, line, html('span.group', {}, zooms, table));

  const update = (map: ShownMap | null, pair: Pair | null, isTable: boolean) => {
    above.textContent = map ? captionText(page, map) : '';
    below.hidden = map === null;
    zooms.hidden = isTable || page.state.view === 'lines';
    table.setAttribute('aria-pressed', String(isTable));
    const bold = (text: string) => html('b', {}, text);
    line.replaceChildren(
      html('span.dim', {}, say('axes')),
      ...(pair
        ? [' · ', ...rich(say('pair'), bold(pair.row), bold(pair.column), numbers.decimal(pair.weight, 3))]
        : []),
    );
  };
  return { above, below, update };
}

/** Place of the text, model, map and how many words it has. */
function captionText(page: Page, map: ShownMap): string {
  const { say, subject, numbers } = page;
  const { queries, keys } = map.matrix;
  const count = (value: number) => numbers.decimal(value, 0);
  const size = queries === keys ? count(queries) : `${count(queries)} × ${count(keys)}`;
  const parts = [
    subject?.label ?? '',
    map.kind === 'cross' ? kindText(page, 'cross') : '',
    placeText(page, map),
    say(page.state.words ? 'sizeWords' : 'sizeTokens', size),
    subject?.part ? say('partNote') : '',
    subject?.detached ? say('detachedNote') : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
