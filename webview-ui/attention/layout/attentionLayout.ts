import * as l10n from '@vscode/l10n';
import { html } from '../../kit/dom.js';
import { comparisonView } from '../comparison/comparisonView.js';
import { themeColours, type Colours } from '../../kit/colours.js';
import { exportMenu } from '../export/exportMenu.js';
import { wordIndexInSubject } from '../model/focus.js';
import { HeadsPanel } from './headsPanel.js';
import { AttentionData } from '../model/attentionData.js';
import type { Cell, CellEvents } from '../model/cell.js';
import { findWord, type FoundWord } from '../model/findWord.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { FocusTracker } from '../model/focusTracker.js';
import { CausalProbes } from '../model/causalProbes.js';
import { StatusLine } from './statusLine.js';
import { type DisplayedMap, subjectSpans } from '../model/displayModel.js';
import { DetailsColumn } from '../details/detailsColumn.js';
import type { DetailsEvents } from '../details/detailsPanel.js';
import { type DrawingKind, PictureArea } from './pictureArea.js';
import { failureMessage, emptyMessage, waitingMessage } from './emptyStates.js';
import { TargetBar } from './targetBar.js';
import { CompareBar } from '../pair/compareBar.js';
import { OtherSide } from '../pair/otherSide.js';
import { PairView } from '../pair/pairView.js';
import { watchTheme } from '../../kit/watchTheme.js';
import { AttentionToolbar, type ToolbarEvents } from './toolbar.js';

export interface LayoutEvents extends ToolbarEvents {
  /** take the part of the text around the cursor */
  part: () => void;
}

/** What is seen: the bar above, all heads at the left, the picture, and what the word in focus does at the right. */
export class AttentionLayout {
  readonly element: HTMLElement;
  readonly #data: AttentionData;
  readonly #probes: CausalProbes;
  readonly #pictureArea: PictureArea;
  readonly #toolbar: AttentionToolbar;
  readonly #headsPanel: HeadsPanel;
  readonly #targetBar: TargetBar;
  readonly #statusLine: StatusLine;
  readonly #details: DetailsColumn;
  readonly #focus: FocusTracker;
  readonly #unwatch: () => void;
  readonly #other: OtherSide;
  readonly #compareBar: CompareBar;
  #pair: PairView | null = null;
  #colours: Colours | null = null;
  #pointed: Cell | null = null;
  readonly #cellEvents: CellEvents = {
    point: (cell) => this.#point(cell),
    focus: (cell) => this.#choose(cell),
    open: (cell) => this.#reveal(cell),
  };
  #isTable = false;
  /** of the part that stands in the picture's place */
  #partKey = '';
  readonly #page: AttentionPage;
  readonly #events: LayoutEvents;

  constructor(page: AttentionPage, events: LayoutEvents) {
    this.#page = page;
    this.#events = events;

    this.#focus = new FocusTracker(page);
    this.#data = new AttentionData(page, () => this.update());
    this.#other = new OtherSide(page, () => this.update());
    this.#compareBar = new CompareBar(page);
    this.#probes = new CausalProbes(page, () => this.#drawBeside());
    this.#pictureArea = new PictureArea(page, this.#cellEvents);
    this.#toolbar = new AttentionToolbar(
      page,
      exportMenu(page, () => this.#pictureArea.displayed(this.#cell())),
      events,
    );
    this.#headsPanel = new HeadsPanel(page);
    this.#targetBar = new TargetBar(page);
    this.#statusLine = new StatusLine(page, {
      zoom: (factor) => this.#pictureArea.zoom(factor),
      table: (isOn) => {
        this.#isTable = isOn;
        this.update();
      },
      find: (query, isBackward) => this.#find(query, isBackward),
    });
    this.#details = new DetailsColumn(page);
    const centre = html(
      'section.centre',
      { attributes: { 'aria-label': l10n.t('Picture') } },
      this.#compareBar.element,
      this.#targetBar.element,
      this.#statusLine.above,
      this.#pictureArea.element,
      this.#statusLine.below,
    );
    this.element = html(
      'div.board',
      {},
      this.#toolbar.element,
      // The picture first, for the keyboard and in narrow windows; where there is room, the heads stand to its left.
      html('div.columns', {}, centre, this.#headsPanel.element, this.#details.element),
    );
    this.#unwatch = watchTheme(() => {
      this.#colours = null;
      this.update();
    });
  }

  dispose(): void {
    this.#unwatch();
    this.#headsPanel.dispose();
    this.#probes.stop();
    this.#pictureArea.showMessage(html('div'));
  }

  /** Another text. @param offset of the word in focus, where one is known; otherwise the cursor's */
  start(offset: number | null): void {
    this.#focus.start(offset);
    this.#partKey = '';
    this.#probes.stop();
    this.update();
  }

  /** Something of the view, or what is known, changed. */
  update(): void {
    this.#focus.followTokens();
    this.#data.load();
    this.#other.load();
    this.#compareBar.update();
    this.element.classList.toggle('comparing', this.#other.kept !== null);
    this.#toolbar.update(this.#data.summaries());
    this.#targetBar.update(this.#data.target);
    this.element.dataset.view = this.#page.state.view;
    this.#drawPicture();
    this.#drawBeside();
  }

  /** The editor's cursor moved: its word is marked, and has the focus where it is one that reads. */
  moveCursor(): void {
    const map = this.#map();
    const at = this.#page.subject?.cursor ?? null;
    this.#pictureArea.part?.moveCursor?.(at);
    if (!map) return;
    this.#focus.followCursor(map);
    this.#drawFocus();
    this.#drawBeside();
  }

  /** The map that the picture is of; beside another on the scale of both. */
  #map(): DisplayedMap | null {
    const map = this.#ownMap();
    return this.#other.maps(map)?.one ?? map;
  }

  #ownMap(): DisplayedMap | null {
    switch (this.#page.state.view) {
      case 'matrix':
      case 'lines':
        return this.#data.weights();
      case 'rollout':
        return this.#data.rollout();
      case 'architectures':
        return null;
    }
  }

  #cell(): Cell | null {
    return this.#focus.cell(this.#map());
  }

  #drawPicture(): void {
    const page = this.#page;
    const message = this.#messageInstead();
    this.element.classList.toggle('bare', message !== null);
    if (message) {
      this.#pictureArea.showMessage(message);
      return this.#updateStatusLine();
    }
    if (page.state.view === 'architectures') return this.#drawComparison();
    this.#partKey = '';
    const map = this.#map();
    this.#pictureArea.element.classList.toggle('busy', this.#data.isWaiting && map !== null);
    if (!map) {
      this.#pictureArea.showMessage(
        waitingMessage(page, () => this.#data.stop()),
        true,
      );
      return this.#updateStatusLine();
    }
    this.#focus.settle(map);
    if (this.#other.kept) return this.#drawPair(map);
    const drawing: DrawingKind = this.#isTable ? 'table' : page.state.view === 'lines' ? 'lines' : 'matrix';
    this.#colours ??= themeColours(this.element);
    this.#pictureArea.showMap(map, drawing, this.#colours, this.#cell());
    this.#drawFocus();
  }

  #drawPair(map: DisplayedMap): void {
    this.#colours ??= themeColours(this.element);
    // What stood in its place has disposed of the one before.
    if (!this.#pair || this.#pictureArea.part !== this.#pair) {
      this.#pair = new PairView(this.#page, this.#other, this.#cellEvents);
    }
    this.#pictureArea.showPart(this.#pair);
    this.#pair.update(map, this.#colours);
    this.#drawFocus();
  }

  /** Where there is nothing to draw: why, and what can be done. */
  #messageInstead(): HTMLElement | null {
    const page = this.#page;
    const { error } = this.#data;
    const again = () => this.#data.retry();
    if (page.state.view === 'architectures' || !error) return emptyMessage(page);
    return emptyMessage(page) ?? failureMessage(page, error, { again, part: this.#events.part });
  }

  #drawComparison(): void {
    // The part keeps the focus itself.
    const key = JSON.stringify([this.#page.subject?.id, { ...this.#page.state, focus: null }]);
    if (key === this.#partKey) return;
    this.#partKey = key;
    this.#pictureArea.showPart(comparisonView(this.#page));
  }

  #drawFocus(): void {
    const map = this.#map();
    const cell = this.#cell();
    const at = this.#page.subject?.cursor ?? null;
    const cursor = map && { row: wordIndexInSubject(map.rows, at), column: wordIndexInSubject(map.columns, at) };
    if (this.#isTable && map && this.#colours && !this.#other.kept)
      this.#pictureArea.showMap(map, 'table', this.#colours, cell);
    this.#pictureArea.focus(cell, cursor);
    this.#updateStatusLine();
  }

  /** All that stands around the picture. */
  #drawBeside(): void {
    const page = this.#page;
    const map = this.#map();
    const cell = this.#cell();
    this.#probes.follow(map, cell?.row ?? -1, this.#data);
    this.#colours ??= themeColours(this.element);
    const summary = this.#data.summary();
    const { figures, note } = this.#probes.figures(summary, map, cell?.row ?? -1);
    const top = map?.top ?? 1;
    this.#headsPanel.update({ summary, colours: this.#colours, figures, note, top });
    if (!map) return this.#details.clear();
    const row = cell?.row ?? -1;
    const [weights, rollout] = [this.#data.weights(), this.#data.rollout()];
    const input = {
      map,
      row,
      weights,
      rollout,
      compared: this.#probes.comparedRows(map, row, { weights, rollout }),
      occlusion: this.#probes.occlusion,
      saliency: this.#probes.saliency,
      ablation: this.#probes.ablation,
      alignment: page.state.view === 'rollout' ? null : this.#data.alignment(),
    };
    if (this.#details.update(input, this.#detailsEvents(map, row))) this.#updateStatusLine();
  }

  #detailsEvents(map: DisplayedMap, row: number): DetailsEvents {
    const page = this.#page;
    return {
      point: (column) => {
        const hinted = column < 0 ? null : { row, column };
        this.#pictureArea.hint(hinted);
        this.#point(hinted);
      },
      choose: (column) => this.#choose({ row, column }),
      occlude: () => {
        this.#probes.occlude();
        this.#drawBeside();
      },
      stopOcclusion: () => this.#probes.stopOcclusion(),
      explain: () => {
        this.#probes.explain();
        this.#drawBeside();
      },
      stopSaliency: () => this.#probes.stopSaliency(),
      ablate: () => {
        this.#probes.ablate();
        this.#drawBeside();
      },
      stopAblation: () => this.#probes.stopAblation(),
      head: (head) => page.setState({ ...head, ...(page.state.view === 'rollout' && { view: 'matrix' }) }),
      align: (word) => this.#choose({ row: map.rows.words.findIndex(({ from }) => from === word.from), column: -1 }),
    };
  }

  #choose(cell: Cell | null): void {
    const map = this.#map();
    if (!map) return;
    const isOther = this.#focus.choose(map, cell);
    this.#drawFocus();
    if (isOther) this.#drawBeside();
  }

  #find(query: string, isBackward: boolean): FoundWord | null {
    const map = this.#map();
    const found = map && findWord(map, query, this.#cell(), isBackward);
    if (found) this.#choose(found.cell);
    return found;
  }

  #point(cell: Cell | null): void {
    this.#pointed = cell;
    this.#updateStatusLine();
    const { row, column } = subjectSpans(this.#map(), cell);
    if (column) this.#page.markInEditor(column, row);
    else this.#page.markInEditor(row);
  }

  #reveal(cell: Cell): void {
    const { row, column } = subjectSpans(this.#map(), cell);
    const span = row ?? column;
    if (span) this.#page.reveal(span);
  }

  /** The line under the picture: what is pointed at or in focus, in words and figures. */
  #updateStatusLine(): void {
    this.#statusLine.update(this.#map(), this.#pointed ?? this.#cell(), {
      isTable: this.#isTable,
      isPair: this.#other.kept !== null,
    });
  }
}
