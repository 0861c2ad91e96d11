import * as l10n from '@vscode/l10n';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { runName, runNumber } from '../model/runs.js';
import { joinList } from '../../../src/wording/index.js';
import { MEASURE_COLUMNS, nextSorting, sortRuns, type MeasureColumn } from './measureColumns.js';

const RUN = 'run';

/** Roles by name: laid out as a grid, a table's elements may lose their own. */
const part = (role: 'table' | 'rowgroup' | 'row' | 'cell', label: string | null = null) => ({
  attributes: { role, 'aria-label': label },
});

/** Figures from here on, as they are rounded, would make the table wider than a narrow side bar. */
const LONG = 99_999.5;

/** A long figure is written short; its title and its name are the whole of it. */
function figureCell(value: number, exact: string, { numbers }: DecodingPage): HTMLElement {
  if (!(Math.abs(value) >= LONG)) return html('td.number', part('cell'), exact);
  const { attributes } = part('cell', exact);
  return html('td.number', { attributes: { ...attributes, title: exact } }, numbers.compact(value));
}

/** The measures of the runs in a table that sorts; the meaning of the column in focus stands below it. */
export class MeasuresTable {
  readonly element: HTMLElement;
  readonly #headings = new Map<string, HTMLElement>();
  readonly #body = html('tbody', part('rowgroup'));
  readonly #about: HTMLElement;
  #drawn = '';
  readonly #page: DecodingPage;

  constructor(page: DecodingPage) {
    this.#page = page;

    this.#about = html('p.about.dim.small', {}, l10n.t('A heading tells what its figures mean, and sorts by them.'));
    const head = html(
      'tr',
      part('row'),
      this.#heading(RUN),
      ...MEASURE_COLUMNS.map((column) => this.#heading(column.id, column)),
    );
    this.element = html(
      'section.measures',
      { attributes: { 'aria-labelledby': 'section-measures' } },
      html('h2', { attributes: { id: 'section-measures' } }, l10n.t('Measures')),
      // Its headings have the keyboard, so that it needs no stop of its own to be scrolled.
      html(
        'div.sideways',
        {},
        html('table', part('table', l10n.t('Measures')), html('thead', part('rowgroup'), head), this.#body),
      ),
      this.#about,
    );
  }

  draw(): void {
    const { state, viewState } = this.#page;
    for (const [id, heading] of this.#headings) {
      const own = viewState.sort?.column === id ? (viewState.sort.descending ? 'descending' : 'ascending') : 'none';
      if (heading.getAttribute('aria-sort') !== own) heading.setAttribute('aria-sort', own);
    }
    const runs = sortRuns(state.runs, viewState.sort);
    this.element.hidden = runs.length === 0;
    const drawn = JSON.stringify(
      runs.map((run) => [runNumber(this.#page, run.id), runName(this.#page, run), run.metrics, run.stale]),
    );
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#body.replaceChildren(...runs.map((run) => this.#row(run)));
  }

  #row(run: DecodingRun): HTMLElement {
    const page = this.#page;
    const name = runName(page, run);
    return html(
      run.stale ? 'tr.stale' : 'tr',
      part('row'),
      html(
        'th.name',
        { attributes: { role: 'rowheader', scope: 'row', title: name } },
        html('span.place', {}, String(runNumber(page, run.id))),
        name,
      ),
      ...MEASURE_COLUMNS.map(({ value, figure }) => {
        const own = value(run);
        return own === null ? html('td.number', part('cell'), '–') : figureCell(own, figure(own, page.numbers), page);
      }),
    );
  }

  #heading(id: string, column?: MeasureColumn): HTMLElement {
    const label = column ? column.label() : l10n.t('run');
    const full = column ? column.name() : l10n.t('Run');
    const about = column ? column.about() : l10n.t('The recipes in their order.');
    const tell = () => this.#about.replaceChildren(html('strong', {}, full), ` · ${about}`);
    const tellNothing = () =>
      (this.#about.textContent = l10n.t('A heading tells what its figures mean, and sorts by them.'));
    const sort = () => {
      this.#page.setViewState({ sort: nextSorting(this.#page.viewState.sort, id) });
      this.draw();
    };
    const button = html(
      'button.quiet',
      {
        attributes: {
          type: 'button',
          title: full,
          'aria-label': full.toLowerCase().includes(label.toLowerCase()) ? full : joinList([label, full]),
          'aria-description': about,
        },
        on: { click: sort, focus: tell, blur: tellNothing, pointerenter: tell, pointerleave: tellNothing },
      },
      label,
    );
    const heading = html(
      column ? 'th.number' : 'th.name',
      { attributes: { role: 'columnheader', scope: 'col', 'aria-sort': 'none' } },
      button,
    );
    this.#headings.set(id, heading);
    return heading;
  }
}
