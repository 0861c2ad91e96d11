import * as l10n from '@vscode/l10n';
import { html } from '../../kit/dom.js';
import { interpolateNodes } from '../../kit/interpolateNodes.js';
import { trimToken } from '../../../src/text/displayText.js';
import type { Cell } from '../model/cell.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { isMaskedCell, type DisplayedMap } from '../model/displayModel.js';
import type { FoundWord } from '../model/findWord.js';
import { searchField } from './searchField.js';
import { axesText, layerHeadText, kindLabel, rowName } from '../model/mapNames.js';

export interface StatusLineEvents {
  /** null: all in sight */
  zoom: (factor: number | null) => void;
  table: (isOn: boolean) => void;
  find: (query: string, isBackward: boolean) => FoundWord | null;
}

const STEP = 1.4;

/** The line above the picture says what it is of; the one below says what is pointed at, and has the zoom. */
export class StatusLine {
  readonly above = html('p.caption.dim.small');
  readonly below: HTMLElement;
  readonly #zooms: HTMLElement;
  readonly #table: HTMLElement;
  readonly #pair = html('p.pair');
  readonly #page: AttentionPage;

  constructor(page: AttentionPage, on: StatusLineEvents) {
    this.#page = page;
    const button = (sign: string, label: string, click: () => void) =>
      html('button', { attributes: { type: 'button', 'aria-label': label, title: label }, on: { click } }, sign);
    this.#zooms = html(
      'span.group.zooms',
      {},
      button('−', l10n.t('Smaller'), () => on.zoom(1 / STEP)),
      button('+', l10n.t('Larger'), () => on.zoom(STEP)),
      button(l10n.t('all'), l10n.t('All in sight'), () => on.zoom(null)),
    );
    this.#table = html(
      'button',
      {
        attributes: { type: 'button' },
        on: { click: () => on.table(this.#table.getAttribute('aria-pressed') !== 'true') },
      },
      l10n.t('Table'),
    );
    const keys = html(
      'p.said',
      { attributes: { id: 'matrix-keys' } },
      l10n.t(
        'Arrow keys move; Enter goes to the word in the text; plus and minus change the size; Escape shows all, then leaves the word.',
      ),
    );
    this.below = html(
      'div.readout',
      {},
      keys,
      this.#pair,
      html('span.group.tools', {}, searchField(on.find), this.#zooms, this.#table),
    );
  }

  /** @param isPair two maps stand side by side, which have no table */
  update(
    map: DisplayedMap | null,
    cell: Cell | null,
    { isTable, isPair }: { isTable: boolean; isPair: boolean },
  ): void {
    const page = this.#page;
    this.above.textContent = map ? captionLine(page, map) : '';
    this.below.hidden = map === null;
    this.#table.hidden = isPair;
    this.#zooms.hidden = isTable || page.state.view === 'lines';
    this.#table.setAttribute('aria-pressed', String(isTable));
    this.#pair.replaceChildren(html('span.dim', {}, map ? axesText(map) : ''), ...pairLine(page, map, cell));
  }
}

/** Place of the text, model, map and how many words it has. */
function captionLine(page: AttentionPage, map: DisplayedMap): string {
  const { subject, numbers } = page;
  const { queries, keys } = map.matrix;
  const count = (value: number) => numbers.decimal(value, 0);
  const size = queries === keys ? count(queries) : `${count(queries)} × ${count(keys)}`;
  const parts = [
    subject?.label ?? '',
    map.kind === 'cross' ? kindLabel('cross') : '',
    layerHeadText(map),
    page.state.words ? l10n.t('words: {0}', size) : l10n.t('tokens: {0}', size),
    subject?.part ? l10n.t('a part around the cursor: the whole is longer than the model takes') : '',
    subject?.detached ? l10n.t('the document is closed: nothing can be marked in it') : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** “bank → river 0.424” */
function pairLine({ numbers }: AttentionPage, map: DisplayedMap | null, cell: Cell | null): (Node | string)[] {
  const isRow = cell !== null && map?.rows.words[cell.row] !== undefined;
  const column = cell && map?.columns.words[cell.column];
  if (!map || !isRow || !column) return [];
  const isMasked = isMaskedCell(map, cell);
  const weight = map.matrix.values[cell.row * map.matrix.keys + cell.column] ?? 0;
  const bold = (text: string) => html('b', {}, trimToken(text));
  const pair = isMasked ? l10n.t('{0} → {1}: comes later, hidden by the mask') : l10n.t('{0} → {1} {2}');
  return [
    ' · ',
    ...interpolateNodes(pair, bold(rowName(map, cell.row)), bold(column.text), numbers.decimal(weight, 3)),
  ];
}
