import { html } from '../../kit/dom.js';
import { interpolateNodes } from '../../kit/interpolateNodes.js';
import { trimToken } from '../../kit/displayText.js';
import type { Cell } from '../model/cell.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { DisplayedMap } from '../model/displayModel.js';
import { layerHeadText, kindLabel } from '../model/mapNames.js';

export interface StatusLineEvents {
  /** null: all in sight */
  zoom: (factor: number | null) => void;
  table: (isOn: boolean) => void;
}

const STEP = 1.4;

/** The line above the picture says what it is of; the one below says what is pointed at, and has the zoom. */
export function statusLine(page: AttentionPage, on: StatusLineEvents) {
  const { say } = page;
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
  const keys = html('p.said', { attributes: { id: 'matrix-keys' } }, say('matrixKeys'));
  const below = html('div.readout', {}, keys, line, html('span.group', {}, zooms, table));

  const update = (map: DisplayedMap | null, cell: Cell | null, isTable: boolean) => {
    above.textContent = map ? captionLine(page, map) : '';
    below.hidden = map === null;
    zooms.hidden = isTable || page.state.view === 'lines';
    table.setAttribute('aria-pressed', String(isTable));
    line.replaceChildren(html('span.dim', {}, say('axes')), ...pairLine(page, map, cell));
  };
  return { above, below, update };
}

/** Place of the text, model, map and how many words it has. */
function captionLine(page: AttentionPage, map: DisplayedMap): string {
  const { say, subject, numbers } = page;
  const { queries, keys } = map.matrix;
  const count = (value: number) => numbers.decimal(value, 0);
  const size = queries === keys ? count(queries) : `${count(queries)} × ${count(keys)}`;
  const parts = [
    subject?.label ?? '',
    map.kind === 'cross' ? kindLabel(page, 'cross') : '',
    layerHeadText(page, map),
    say(page.state.words ? 'sizeWords' : 'sizeTokens', size),
    subject?.part ? say('partNote') : '',
    subject?.detached ? say('detachedNote') : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** “bank → river 0.424” */
function pairLine({ say, numbers }: AttentionPage, map: DisplayedMap | null, cell: Cell | null): (Node | string)[] {
  const row = cell && map?.rows.words[cell.row];
  const column = cell && map?.columns.words[cell.column];
  if (!map || !cell || !row || !column) return [];
  const isMasked = map.kind === 'decoder' && cell.column > cell.row;
  const weight = map.matrix.values[cell.row * map.matrix.keys + cell.column] ?? 0;
  const bold = (text: string) => html('b', {}, trimToken(text));
  const pair = say(isMasked ? 'pairMasked' : 'pair');
  return [' · ', ...interpolateNodes(pair, bold(row.text), bold(column.text), numbers.decimal(weight, 3))];
}
