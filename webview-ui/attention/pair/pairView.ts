import * as l10n from '@vscode/l10n';
import { rowDifference } from '../../../src/attention/mapDifference.js';
import { queryRow } from '../../../src/attention/weightMatrix.js';
import { topWeights } from '../../../src/maths/topWeights.js';
import { labelled } from '../../../src/wording/index.js';
import type { Colours } from '../../kit/colours.js';
import { html } from '../../kit/dom.js';
import { replaceKeepingFocus } from '../../kit/replaceKeepingFocus.js';
import { failureMessage, waitingMessage } from '../layout/emptyStates.js';
import { MatrixView } from '../matrix/matrixView.js';
import type { AttentionPage, PicturePart } from '../model/attentionPage.js';
import type { Cell, CellEvents } from '../model/cell.js';
import type { Displayed, DisplayedMap } from '../model/displayModel.js';
import { scaleMaximum } from '../model/prepareMap.js';
import { DifferenceDrawing } from './differenceDrawing.js';
import { displayedDifference, sideLine } from './differenceExport.js';
import { differenceFacts } from './differenceFacts.js';
import {
  cellOfPair,
  differenceText,
  matchMaps,
  type MatchedMaps,
  pairCell,
  pairColumnName,
  pairRowName,
} from './matchedMaps.js';
import type { OtherSide } from './otherSide.js';
import { TwoWords } from './twoWords.js';

/** Two maps side by side on one scale, what they differ by, and two words of them. */
export class PairView implements PicturePart {
  readonly element: HTMLElement;
  readonly #here: MapSide;
  readonly #there: MapSide;
  readonly #one: MatrixView;
  readonly #two: MatrixView;
  readonly #drawing: DifferenceDrawing;
  readonly #readout = html('p.readout-line.dim');
  readonly #facts = html('div.facts');
  readonly #words: TwoWords;
  readonly #blocks: HTMLElement;
  #matched: MatchedMaps | null = null;
  #colours: Colours | null = null;
  #focused: Cell | null = null;
  /** chosen on the other side, as a cell of its map; null: it follows this side's */
  #chosen: Cell | null = null;
  readonly #page: AttentionPage;
  readonly #other: OtherSide;
  readonly #events: CellEvents;

  /** @param events of this side's map */
  constructor(page: AttentionPage, other: OtherSide, events: CellEvents) {
    this.#page = page;
    this.#other = other;
    this.#events = events;
    this.#here = side(l10n.t('This side'));
    this.#there = side(l10n.t('The other side'));
    this.#one = new MatrixView(page, { ...events, point: (cell) => this.#pointHere(cell) });
    this.#two = new MatrixView(
      page,
      {
        point: (cell) => this.#point(this.#matched && pairCell(this.#matched, cell, 1)),
        focus: (cell) => this.#choose(cell),
        open: () => undefined,
      },
      'other-matrix-cell',
    );
    this.#drawing = new DifferenceDrawing({
      point: (pair) => this.#point(pair),
      choose: (pair) => this.#choosePair(pair),
    });
    this.#words = new TwoWords(page, {
      here: (row) => events.focus({ row, column: -1 }),
      there: (row) => this.#choose(row === null ? null : { row, column: -1 }),
    });
    this.#blocks = html(
      'div.two-maps-blocks',
      {},
      html(
        'section.block',
        {},
        html('h2', {}, l10n.t('Difference')),
        this.#drawing.element,
        this.#readout,
        this.#facts,
      ),
      this.#words.element,
    );
    this.#here.frame.append(this.#one.element);
    this.element = html(
      'div.two-maps',
      {},
      html('div.maps', {}, this.#here.element, this.#there.element),
      this.#blocks,
    );
  }

  /** Draws this side's map, and what there is of the other. */
  update(map: DisplayedMap, colours: Colours): void {
    this.#colours = colours;
    const maps = this.#other.maps(map);
    const one = maps?.one ?? map;
    this.#here.caption.textContent = sideLine(one, this.#page.subject?.text ?? '');
    this.#one.update(one, colours);
    this.#blocks.hidden = maps === null;
    if (!maps) return this.#drawWaiting();
    const before = this.#matched;
    const isSame = before?.one === maps.one && before.other === maps.other;
    this.#matched = isSame ? before : matchMaps(maps.one, maps.other);
    const wordsOf = ({ rows, columns }: DisplayedMap) => JSON.stringify([rows.text, rows.words, columns.words]);
    if (before && wordsOf(before.other) !== wordsOf(maps.other)) this.#chosen = null;
    this.#there.caption.textContent = sideLine(maps.other, this.#other.kept?.subject.text ?? '');
    if (this.#two.element.parentElement === null) this.#there.frame.replaceChildren(this.#two.element);
    this.#two.update(maps.other, colours);
    this.#drawDifference(this.#matched, colours);
  }

  focus(cell: Cell | null, cursor: Cell | null): void {
    this.#focused = cell;
    this.#one.cursor(cursor);
    this.#one.focus(cell);
    this.#drawFocus();
  }

  hint(cell: Cell | null): void {
    this.#one.hint(cell);
    this.#follow(cell);
  }

  zoom(factor: number | null): void {
    for (const view of [this.#one, this.#two]) {
      if (factor === null) view.fit();
      else view.zoom(factor);
    }
  }

  displayed(): Displayed | null {
    const { subject, state } = this.#page;
    const { kept } = this.#other;
    if (!this.#matched || !subject || !kept || this.#blocks.hidden) return null;
    const sides = [
      { view: state, subject },
      { view: this.#other.state, subject: kept.subject },
    ] as const;
    return displayedDifference(this.#matched, this.#drawing.element, sides);
  }

  dispose(): void {
    this.#one.dispose();
    this.#two.dispose();
  }

  /** Why the other side is not there yet, or will not be. */
  #drawWaiting(): void {
    const { error } = this.#other;
    this.#matched = null;
    const page = { ...this.#page, state: this.#other.state };
    const again = () => this.#other.retry();
    // Its text is not the editor's: a part of it cannot be taken there.
    const message = error
      ? failureMessage(page, error, { again, part: null })
      : waitingMessage(page, () => this.#other.stop());
    this.#there.caption.textContent = this.#other.state.model;
    this.#there.frame.replaceChildren(message);
  }

  #drawDifference(matched: MatchedMaps, colours: Colours): void {
    const { difference } = matched;
    const { decimal } = this.#page.numbers;
    const limit = scaleMaximum(difference.values.map((value) => (Number.isNaN(value) ? 0 : Math.abs(value))));
    this.#drawing.element.toggleAttribute('hidden', difference.count === 0);
    const rows = difference.rows.map((_, row) => pairRowName(matched, row));
    const columns = difference.columns.map((_, column) => pairColumnName(matched, column));
    const label = l10n.t(
      'Difference of the two maps, {0} rows by {1} columns; the cells that differ most are listed below it',
      decimal(rows.length, 0),
      decimal(columns.length, 0),
    );
    this.#drawing.update({ difference, rows, columns, limit, colours, decimal }, label);
    const facts = differenceFacts(this.#page, matched, {
      point: (pair) => this.#point(pair),
      choose: (pair) => this.#choosePair(pair),
    });
    replaceKeepingFocus(this.#facts, facts);
    this.#drawFocus();
  }

  /** The two words, and the difference of the cell in focus. */
  #drawFocus(): void {
    const matched = this.#matched;
    if (!matched || !this.#colours) return;
    const pair = pairCell(matched, this.#focused, 0);
    const there = this.#chosen ?? cellOfPair(matched, pair, 1);
    const row = there?.row ?? -1;
    this.#two.focus(row < 0 ? null : { row, column: this.#columnThere(matched, row, there?.column ?? -1) });
    this.#words.update(matched, { here: this.#focused?.row ?? -1, there: row }, this.#chosen !== null);
    this.#mark(pair);
  }

  /** A column of the other side: the one that is asked for, or what the row reads most. */
  #columnThere({ other }: MatchedMaps, row: number, column: number): number {
    return column >= 0 ? column : (topWeights(queryRow(other.matrix, row), 1)[0]?.index ?? 0);
  }

  #choose(cell: Cell | null): void {
    this.#chosen = cell;
    this.#drawFocus();
  }

  #choosePair(pair: Cell): void {
    this.#chosen = null;
    if (this.#matched) this.#events.focus(cellOfPair(this.#matched, pair, 0));
  }

  #pointHere(cell: Cell | null): void {
    this.#events.point(cell);
    this.#follow(cell);
  }

  /** Marks on the other side what is pointed at on this one. */
  #follow(cell: Cell | null): void {
    const pair = this.#matched && pairCell(this.#matched, cell, 0);
    this.#two.hint(this.#matched && cellOfPair(this.#matched, pair, 1));
    this.#mark(pair);
  }

  /** Marks a cell on both sides; null: those in focus again. */
  #point(pair: Cell | null): void {
    const matched = this.#matched;
    if (!matched) return;
    const here = cellOfPair(matched, pair, 0);
    this.#one.hint(here);
    this.#two.hint(cellOfPair(matched, pair, 1));
    this.#events.point(here);
    this.#mark(pair);
  }

  #mark(pair: Cell | null): void {
    const matched = this.#matched;
    if (!matched) return;
    const at = pair ?? pairCell(matched, this.#focused, 0);
    this.#drawing.mark(at);
    this.#readout.textContent = at ? readoutText(this.#page, matched, at) : '';
  }
}

/** “bank → river: 0.424 here, 0.311 there: +0.113” */
function readoutText({ numbers }: AttentionPage, matched: MatchedMaps, { row, column }: Cell): string {
  const { one, other, difference } = matched;
  const [rowPair, columnPair] = [difference.rows[row], difference.columns[column]];
  if (!rowPair || !columnPair) return '';
  const name = `${pairRowName(matched, row)} → ${pairColumnName(matched, column)}`;
  const [cell] = rowDifference(one, other, rowPair, [columnPair]);
  if (!cell) return '';
  const isHidden = Number.isNaN(cell.difference);
  return labelled(name, isHidden ? l10n.t('hidden by a mask, not compared') : differenceText(cell, numbers.decimal));
}

interface MapSide {
  element: HTMLElement;
  caption: HTMLElement;
  /** the map's place */
  frame: HTMLElement;
}

function side(label: string): MapSide {
  const caption = html('p.dim.small');
  const frame = html('div.frame');
  const element = html('section.map', { attributes: { 'aria-label': label } }, html('h2', {}, label), caption, frame);
  return { element, caption, frame };
}
