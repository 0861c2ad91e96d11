import * as l10n from '@vscode/l10n';
import { type CellDifference, rowDifference } from '../../../src/attention/mapDifference.js';
import { trimToken } from '../../../src/text/displayText.js';
import { html } from '../../kit/dom.js';
import { Dropdown } from '../../kit/dropdown.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { DisplayedMap } from '../model/displayModel.js';
import { rowName } from '../model/mapNames.js';
import { type MatchedMaps, pairColumnName, differenceText } from './matchedMaps.js';

/** So many of the words read are listed, those that differ most. */
const LISTED = 8;

/** Two words and what each of them reads: the same word on both sides, or two of its occurrences. */
export class TwoWords {
  readonly element: HTMLElement;
  readonly #here: Dropdown;
  readonly #there: Dropdown;
  readonly #read = html('div');
  readonly #page: AttentionPage;

  /** @param choose a row on this side, or on the other, where null follows this side's */
  constructor(page: AttentionPage, choose: { here: (row: number) => void; there: (row: number | null) => void }) {
    this.#page = page;
    this.#here = new Dropdown(l10n.t('The word here'), (value) => choose.here(Number(value)));
    this.#there = new Dropdown(l10n.t('The word there'), (value) => choose.there(value === '' ? null : Number(value)));
    const labelled = (text: string, { element }: Dropdown) => html('label', {}, html('span.dim', {}, text), element);
    this.element = html(
      'section.block.two-words',
      {},
      html('h2', {}, l10n.t('Two words')),
      html('div.choice', {}, labelled(l10n.t('here'), this.#here), labelled(l10n.t('there'), this.#there)),
      this.#read,
    );
  }

  /**
   * @param rows of the two words; −1: none
   * @param isChosen the other side's was chosen, and does not follow
   */
  update(matched: MatchedMaps, rows: { here: number; there: number }, isChosen: boolean): void {
    const { one, other } = matched;
    this.#here.update(
      rows.here < 0 ? [['-1', l10n.t('none')], ...rowOptions(one)] : rowOptions(one),
      String(rows.here),
    );
    const same = ['', l10n.t('the same word')] as const;
    this.#there.update([same, ...rowOptions(other)], isChosen ? String(rows.there) : '');
    this.#read.replaceChildren(...this.#drawRows(matched, rows));
  }

  #drawRows(matched: MatchedMaps, { here, there }: { here: number; there: number }): HTMLElement[] {
    const { one, other, difference } = matched;
    const { decimal } = this.#page.numbers;
    if (here < 0) return [html('p.dim', {}, l10n.t('No word is chosen here.'))];
    if (there < 0) {
      return [
        html('p.dim', {}, l10n.t('The word has no counterpart on the other side. Another one can be chosen there.')),
      ];
    }
    const cells = rowDifference(one, other, [here, there], difference.columns);
    const compared = cells.filter((cell) => !Number.isNaN(cell.difference));
    if (compared.length === 0) return [html('p.dim', {}, l10n.t('The two read no word that has a counterpart.'))];
    const mean = compared.reduce((sum, cell) => sum + Math.abs(cell.difference), 0) / compared.length;
    const most = compared.sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference)).slice(0, LISTED);
    const full = Math.max(...most.flatMap((cell) => [cell.one, cell.other]), 1e-9);
    return [
      html(
        'p',
        {},
        l10n.t(
          'What {0} here and {1} there read differs by {2} on the mean of {3} words; most:',
          trimToken(rowName(one, here)),
          trimToken(rowName(other, there)),
          decimal(mean, 4),
          decimal(compared.length, 0),
        ),
      ),
      html(
        'ol.bars',
        { attributes: { 'aria-label': l10n.t('What the two words read') } },
        ...most.map((cell) => html('li', {}, this.#row(matched, cell, full))),
      ),
    ];
  }

  /** A word that is read, by each of the two; the second bar is the other side's. */
  #row(matched: MatchedMaps, cell: CellDifference, full: number): HTMLElement {
    const { decimal } = this.#page.numbers;
    const name = pairColumnName(matched, cell.column);
    const bar = (kind: string, weight: number) =>
      html(`span.length.${kind}`, {}, html('span.bar', { style: { '--share': (weight / full).toFixed(4) } }));
    return html(
      'div.barrow',
      {},
      html('span.word', { attributes: { title: name } }, name),
      html('span.twin', { attributes: { 'aria-hidden': true } }, bar('read', cell.one), bar('changed', cell.other)),
      html('span.number.dim', {}, differenceText(cell, decimal)),
    );
  }
}

/** Rows by number and name, since words come more than once. */
function rowOptions(map: DisplayedMap): [string, string][] {
  return map.rows.words.map((_, row) => [String(row), `${row + 1} · ${trimToken(rowName(map, row))}`]);
}
