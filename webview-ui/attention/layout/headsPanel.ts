import * as l10n from '@vscode/l10n';
import type { AttentionSummaryMap } from '../../../src/protocol/engine/index.js';
import { html } from '../../kit/dom.js';
import type { Colours } from '../../kit/colours.js';
import { ColourLegend } from './colourLegend.js';
import { countPatterns } from '../overview/arrangeHeads.js';
import type { HeadSort, HeadFigures } from '../model/headFigures.js';
import { HeadsOverview, patternText } from '../overview/headsOverview.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { Segmented } from '../../kit/segmented.js';
import { joinList } from '../../../src/wording/index.js';

export interface HeadsPanelInput {
  summary: AttentionSummaryMap | null;
  colours: Colours;
  figures: HeadFigures | null;
  /** what the figures of the chosen sort are, or why they are not there */
  note: string | null;
  /** of the colour scale */
  top: number;
}

/** All heads, their order and what they do in one sentence; the colours. */
export class HeadsPanel {
  readonly element: HTMLElement;
  readonly #overview: HeadsOverview;
  readonly #sorts: Segmented<HeadSort>;
  readonly #legend: ColourLegend;
  readonly #counts = html('p.dim.small.census');
  readonly #noted = html('p.dim.small.noted');
  readonly #page: AttentionPage;
  #drawn: readonly unknown[] = [];

  constructor(page: AttentionPage) {
    this.#page = page;
    this.#overview = new HeadsOverview(page);
    this.#legend = new ColourLegend(page);
    this.#sorts = new Segmented(
      l10n.t('Sorted by'),
      [
        ['layer', l10n.t('layer')],
        ['pattern', l10n.t('pattern')],
        ['agreement', l10n.t('agreement')],
        ['effect', l10n.t('effect')],
      ],
      (sort) => page.setState({ sort }),
    );
    const heading = (text: string) => html('h2', {}, text);
    this.element = html(
      'section.left',
      { attributes: { 'aria-label': l10n.t('Layers × heads') } },
      html('div.headed', {}, heading(l10n.t('Layers × heads')), this.#overview.element),
      html('div.sorting', {}, heading(l10n.t('Sorted by')), this.#sorts.element, this.#noted, this.#counts),
      html('div.colouring', {}, heading(l10n.t('Colour')), this.#legend.element),
    );
  }

  update({ summary, colours, figures, note, top }: HeadsPanelInput): void {
    const { state } = this.#page;
    this.#sorts.update(state.sort);
    this.#noted.textContent = note ?? '';
    this.#counts.textContent = summary ? censusText(this.#page, summary) : '';
    this.#legend.update(colours, top);
    const now = [summary, colours, figures?.values, state.sort, state.scale];
    if (now.every((each, at) => each === this.#drawn[at]) && this.#drawn.length > 0) return this.#overview.mark();
    this.#drawn = now;
    this.#overview.update(summary, colours, figures);
  }

  dispose(): void {
    this.#overview.dispose();
  }
}

/** “48 heads: 9 …, 6 …” */
export function censusText(page: AttentionPage, { heads }: AttentionSummaryMap): string {
  const { numbers } = page;
  const parts = countPatterns(heads).map(
    ({ pattern, count }) => `${numbers.decimal(count, 0)} ${patternText(pattern)}`,
  );
  return l10n.t('{0} heads: {1}.', numbers.decimal(heads.length, 0), joinList(parts));
}
