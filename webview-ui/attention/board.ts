import { html } from '../shared/elements.js';
import { replaceKeepingFocus } from '../shared/focusKept.js';
import { architecturesView } from './architectures/architectures.js';
import { themeColours, type Colours } from './colours.js';
import { exportMenu } from './export/menu.js';
import { wordOfSubject } from './focus.js';
import { leftColumn } from './left.js';
import { Material } from './material.js';
import type { Cell } from './matrix/geometry.js';
import type { Page } from './page.js';
import { Place } from './place.js';
import { Probes } from './probes.js';
import { readoutBar } from './readout.js';
import type { ShownMap } from './shown.js';
import { spansOf } from './shown.js';
import { sideColumn } from './side/side.js';
import { type Drawing, Stage } from './stage.js';
import { failure, nothingToShow, waiting } from './states.js';
import { targetBar } from './target.js';
import { watchTheme } from './theme.js';
import { toolbar, type ToolbarEvents } from './toolbar.js';

export interface BoardEvents extends ToolbarEvents {
  /** take the part of the text around the cursor */
  part: () => void;
}

/** What is seen: the bar above, all heads at the left, the picture, and what the word in focus does at the right. */
export class Board {
  readonly element: HTMLElement;
  readonly #material: Material;
  readonly #probes: Probes;
  readonly #stage: Stage;
  readonly #bar: ReturnType<typeof toolbar>;
  readonly #left: ReturnType<typeof leftColumn>;
  readonly #target: ReturnType<typeof targetBar>;
  readonly #readout: ReturnType<typeof readoutBar>;
  readonly #side: HTMLElement;
  readonly #place: Place;
  readonly #unwatch: () => void;
  #colours: Colours | null = null;
  #pointed: Cell | null = null;
  #isTable = false;
  #scrolled = 0;
  /** what the column beside the picture was made of */
  #beside: readonly unknown[] = [];
  /** of the part that stands in the picture's place */
  #partKey = '';

  constructor(
    private readonly page: Page,
    private readonly events: BoardEvents,
  ) {
    this.#place = new Place(page);
    this.#material = new Material(page, () => this.changed());
    this.#probes = new Probes(page, () => this.#drawBeside());
    this.#stage = new Stage(page, {
      point: (cell) => this.#point(cell),
      focus: (cell) => this.#choose(cell),
      open: (cell) => this.#reveal(cell),
    });
    this.#bar = toolbar(
      page,
      exportMenu(page, () => this.#stage.shown(this.#cell())),
      events,
    );
    this.#left = leftColumn(page);
    this.#target = targetBar(page);
    this.#readout = readoutBar(page, {
      zoom: (factor) => this.#stage.zoom(factor),
      table: (isOn) => {
        this.#isTable = isOn;
        this.changed();
      },
    });
    this.#side = html('section.side', {
      attributes: { 'aria-label': page.say('side') },
      on: { scroll: () => (this.#scrolled = this.#side.scrollTop) },
    });
    const centre = html(
      'section.centre',
      { attributes: { 'aria-label': page.say('picture') } },
      this.#target.element,
      this.#readout.above,
      this.#stage.element,
      this.#readout.below,
    );
    this.element = html(
      'div.board',
      {},
      this.#bar.element,
      // The picture first, for the keyboard and in narrow windows; where there is room, the heads stand to its left.
      html('div.columns', {}, centre, this.#left.element, this.#side),
    );
    this.#unwatch = watchTheme(() => {
      this.#colours = null;
      this.changed();
    });
  }

  dispose(): void {
    this.#unwatch();
    this.#left.dispose();
    this.#probes.stop();
    this.#stage.showMessage(html('div'));
  }

  /** Another text. @param offset of the word in focus, where one is known; otherwise the cursor's */
  start(offset: number | null): void {
    this.#place.start(offset);
    this.#partKey = '';
    this.#probes.stop();
    this.changed();
  }

  /** Something of the view, or what is known, changed. */
  changed(): void {
    this.#place.keep();
    this.#material.load();
    this.#bar.update(this.#material.summary());
    this.#target.update(this.#material.target);
    this.element.dataset.view = this.page.state.view;
    this.#drawPicture();
    this.#drawBeside();
  }

  /** The editor's cursor moved: its word is marked, and has the focus where it is one that reads. */
  cursor(): void {
    const map = this.#map();
    const at = this.page.subject?.cursor ?? null;
    this.#stage.part?.cursor?.(at);
    if (!map) return;
    this.#place.followCursor(map);
    this.#drawFocus();
    this.#drawBeside();
  }

  /** The map that the picture is of. */
  #map(): ShownMap | null {
    switch (this.page.state.view) {
      case 'matrix':
      case 'lines':
        return this.#material.weights();
      case 'rollout':
        return this.#material.rollout();
      case 'architectures':
        return null;
    }
  }

  #cell(): Cell | null {
    return this.#place.cell(this.#map());
  }

  #drawPicture(): void {
    const { page } = this;
    const message = this.#messageInstead();
    this.element.classList.toggle('bare', message !== null);
    if (message) {
      this.#stage.showMessage(message);
      return this.#tell();
    }
    if (page.state.view === 'architectures') return this.#drawPart();
    this.#partKey = '';
    const map = this.#map();
    this.#stage.element.classList.toggle('busy', this.#material.isWaiting && map !== null);
    if (!map) {
      this.#stage.showMessage(
        waiting(page, () => this.#material.stop()),
        true,
      );
      return this.#tell();
    }
    this.#place.arrive(map);
    const drawing: Drawing = this.#isTable ? 'table' : page.state.view === 'lines' ? 'lines' : 'matrix';
    this.#colours ??= themeColours(this.element);
    this.#stage.showMap(map, drawing, this.#colours, this.#cell());
    this.#drawFocus();
  }

  /** Where there is nothing to draw: why, and what can be done. */
  #messageInstead(): HTMLElement | null {
    const { page } = this;
    const { error } = this.#material;
    const again = () => this.#material.again();
    if (page.state.view === 'architectures' || !error) return nothingToShow(page);
    return nothingToShow(page) ?? failure(page, error, { again, part: this.events.part });
  }

  #drawPart(): void {
    // The part keeps the focus itself.
    const key = JSON.stringify([this.page.subject?.id, { ...this.page.state, focus: null }]);
    if (key === this.#partKey) return;
    this.#partKey = key;
    this.#stage.showPart(architecturesView(this.page));
  }

  #drawFocus(): void {
    const map = this.#map();
    const cell = this.#cell();
    const at = this.page.subject?.cursor ?? null;
    const cursor = map && { row: wordOfSubject(map.rows, at), column: wordOfSubject(map.columns, at) };
    if (this.#isTable && map && this.#colours) this.#stage.showMap(map, 'table', this.#colours, cell);
    this.#stage.focus(cell, cursor);
    this.#tell();
  }

  /** All that stands around the picture. */
  #drawBeside(): void {
    const { page } = this;
    const map = this.#map();
    const cell = this.#cell();
    this.#probes.follow(map, cell?.row ?? -1, this.#material);
    this.#colours ??= themeColours(this.element);
    const summary = this.#material.summary();
    const { figures, note } = this.#probes.figures(summary, map, cell?.row ?? -1);
    const top = map?.top ?? 1;
    this.#left.update({ summary, colours: this.#colours, figures, note, top });
    if (!map) {
      this.#beside = [];
      return this.#side.replaceChildren();
    }
    const { words, specials, prefix } = page.state;
    const given = {
      map,
      row: cell?.row ?? -1,
      weights: this.#material.weights(),
      rollout: this.#material.rollout(),
      occlusion: this.#probes.occlusion,
      ablation: this.#probes.ablation,
      alignment: page.state.view === 'rollout' ? null : this.#material.alignment(),
    };
    const now = [...Object.values(given), words, specials, prefix];
    if (now.every((each, at) => each === this.#beside[at])) return;
    this.#beside = now;
    const column = sideColumn(page, given, {
      point: (column) => {
        const hinted = column < 0 ? null : { row: cell?.row ?? -1, column };
        this.#stage.hint(hinted);
        this.#point(hinted);
      },
      choose: (column) => this.#choose({ row: cell?.row ?? -1, column }),
      occlude: () => {
        this.#probes.occlude();
        this.#drawBeside();
      },
      stopOcclusion: () => this.#probes.stopOcclusion(),
      ablate: () => {
        this.#probes.ablate();
        this.#drawBeside();
      },
      stopAblation: () => this.#probes.stopAblation(),
      head: (head) => page.change({ ...head, ...(page.state.view === 'rollout' && { view: 'matrix' }) }),
      align: (word) => this.#choose({ row: map.rows.words.findIndex(({ from }) => from === word.from), column: -1 }),
    });
    replaceKeepingFocus(this.#side, column);
    // Reading the place here would lay out the page once more.
    if (this.#scrolled > 0) this.#side.scrollTop = this.#scrolled;
    this.#tell();
  }

  #choose(cell: Cell | null): void {
    const map = this.#map();
    if (!map) return;
    const isOther = this.#place.choose(map, cell);
    this.#drawFocus();
    if (isOther) this.#drawBeside();
  }

  #point(cell: Cell | null): void {
    this.#pointed = cell;
    this.#tell();
    const { row, column } = spansOf(this.#map(), cell);
    if (column) this.page.point(column, row);
    else this.page.point(row);
  }

  #reveal(cell: Cell): void {
    const { row, column } = spansOf(this.#map(), cell);
    const span = row ?? column;
    if (span) this.page.reveal(span);
  }

  /** The line under the picture: what is pointed at or in focus, in words and figures. */
  #tell(): void {
    this.#readout.update(this.#map(), this.#pointed ?? this.#cell(), this.#isTable);
  }
}
