import { html } from '../shared/elements.js';
import { named } from '../shared/texts.js';
import { architecturesView } from './architectures/architectures.js';
import { themeColours, type Colours } from './colours.js';
import { exportMenu } from './export/menu.js';
import { cellOf, type Focus, focusAt, focusOf, focusOfCursor, NOWHERE, offsetOf, wordOfSubject } from './focus.js';
import { leftColumn } from './left.js';
import { Material } from './material.js';
import type { Cell } from './matrix/geometry.js';
import type { Page } from './page.js';
import { Probes } from './probes.js';
import { readoutBar } from './readout.js';
import type { ShownMap } from './shown.js';
import { spanOf } from './shown.js';
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
  readonly #unwatch: () => void;
  #colours: Colours | null = null;
  #focus: Focus = NOWHERE;
  /** where the focus goes when the map is there; undefined: it stays */
  #pending: { offset: number | null } | undefined;
  #pointed: Cell | null = null;
  #isTable = false;
  /** of the part that stands in the picture's place */
  #partKey = '';

  constructor(
    private readonly page: Page,
    private readonly events: BoardEvents,
  ) {
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
    this.#side = html('section.side', { attributes: { 'aria-label': page.say('side') } });
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
      html('div.columns', {}, this.#left.element, centre, this.#side),
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
    this.#focus = NOWHERE;
    this.#pending = { offset };
    this.#partKey = '';
    this.#probes.stop();
    this.changed();
  }

  /** Something of the view, or what is known, changed. */
  changed(): void {
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
    this.#followCursor(map);
    this.#drawFocus();
    this.#drawBeside();
  }

  /** The cursor's word has the focus; on the side that is read only, the word that reads it most. */
  #followCursor(map: ShownMap): void {
    const focus = focusOfCursor(map, this.page.subject?.cursor ?? null);
    if (focus) this.#setFocus(focus);
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
    const map = this.#map();
    return map && cellOf(map, this.#focus);
  }

  #drawPicture(): void {
    const { page } = this;
    const nothing = nothingToShow(page);
    if (nothing) return this.#stage.showMessage(nothing);
    if (page.state.view === 'architectures') return this.#drawPart();
    this.#partKey = '';
    const { error } = this.#material;
    if (error) {
      const again = () => this.#material.again();
      return this.#stage.showMessage(failure(page, error, { again, part: this.events.part }));
    }
    const map = this.#map();
    this.#stage.element.classList.toggle('busy', this.#material.isWaiting && map !== null);
    if (!map)
      return this.#stage.showMessage(
        waiting(page, () => page.cancel('attention')),
        true,
      );
    this.#place(map);
    const drawing: Drawing = this.#isTable ? 'table' : page.state.view === 'lines' ? 'lines' : 'matrix';
    this.#colours ??= themeColours(this.element);
    this.#stage.showMap(map, drawing, this.#colours, this.#cell());
    this.#drawFocus();
  }

  #drawPart(): void {
    const { focus: _, ...view } = this.page.state;
    const key = JSON.stringify([this.page.subject?.id, view]);
    if (key === this.#partKey) return;
    this.#partKey = key;
    this.#stage.showPart(architecturesView(this.page));
  }

  /** The focus of a new text's first map: where it was, or the cursor's word. */
  #place(map: ShownMap): void {
    if (this.#pending === undefined) return;
    const { offset } = this.#pending;
    this.#pending = undefined;
    if (offset !== null) this.#focus = focusAt(map, offset);
    else this.#followCursor(map);
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
    const { figures, missing } = this.#probes.figures(summary, map, cell?.row ?? -1);
    const top = map?.top ?? 1;
    this.#left.update({ summary, colours: this.#colours, figures, missing, top });
    if (!map) return this.#side.replaceChildren();
    const scrolled = this.#side.scrollTop;
    const given = {
      map,
      row: cell?.row ?? -1,
      weights: this.#material.weights(),
      rollout: this.#material.rollout(),
      occlusion: this.#probes.occlusion,
      ablation: this.#probes.ablation,
      alignment: this.#material.alignment(),
    };
    this.#side.replaceChildren(
      ...sideColumn(page, given, {
        point: (column) => {
          const hinted = column < 0 ? null : { row: cell?.row ?? -1, column };
          this.#stage.hint(hinted);
          this.#point(hinted);
        },
        choose: (column) => this.#choose({ row: cell?.row ?? -1, column }),
        ablate: () => {
          this.#probes.ablate();
          this.#drawBeside();
        },
        stopAblation: () => this.#probes.stopAblation(),
        head: (head) => page.change({ ...head, ...(page.state.view === 'rollout' && { view: 'matrix' }) }),
        align: (word) => this.#choose({ row: map.rows.words.findIndex(({ from }) => from === word.from), column: -1 }),
      }),
    );
    this.#side.scrollTop = scrolled;
    this.#tell();
  }

  #setFocus(focus: Focus): void {
    this.#focus = focus;
    const map = this.#map();
    if (map) this.page.remember({ focus: offsetOf(map, focus) });
  }

  #choose(cell: Cell | null): void {
    const map = this.#map();
    if (!map) return;
    const row = cell && cell.row < 0 ? (this.#cell()?.row ?? -1) : (cell?.row ?? -1);
    const before = this.#focus.row;
    this.#setFocus(row < 0 ? NOWHERE : focusOf(map, { row, column: cell?.column ?? -1 }));
    this.#drawFocus();
    if (this.#focus.row !== before) this.#drawBeside();
  }

  #point(cell: Cell | null): void {
    this.#pointed = cell;
    this.#tell();
    const map = this.#map();
    const row = cell && map?.rows.words[cell.row];
    const column = cell && map?.columns.words[cell.column];
    const reader = row && map ? spanOf(row, map.rows) : null;
    const span = column && map ? spanOf(column, map.columns) : null;
    if (span) this.page.point(span, reader);
    else this.page.point(reader);
  }

  #reveal(cell: Cell): void {
    const map = this.#map();
    if (!map) return;
    const column = map.columns.words[cell.column];
    const row = map.rows.words[cell.row];
    const span = (row && spanOf(row, map.rows)) ?? (column && spanOf(column, map.columns));
    if (span) this.page.reveal(span);
  }

  /** The line under the picture: what is pointed at or in focus, in words and figures. */
  #tell(): void {
    const map = this.#map();
    const cell = this.#pointed ?? this.#cell();
    const name = (words: ShownMap['rows'] | undefined, at: number) => named(words?.words[at]?.text ?? '');
    const pair =
      map && cell && cell.row >= 0 && cell.column >= 0
        ? {
            row: name(map.rows, cell.row),
            column: name(map.columns, cell.column),
            weight: map.matrix.values[cell.row * map.matrix.keys + cell.column] ?? 0,
          }
        : null;
    this.#readout.update(map, pair, this.#isTable);
  }
}
