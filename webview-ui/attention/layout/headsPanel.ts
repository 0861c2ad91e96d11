import * as l10n from '@vscode/l10n';
import type { AttentionSummaryMap } from '../../../src/protocol/engine/index.js';
import { html } from '../../kit/dom.js';
import type { Colours } from '../../kit/colours.js';
import { colourLegend } from './colourLegend.js';
import { countPatterns } from '../overview/arrangeHeads.js';
import type { HeadSort, HeadFigures } from '../model/headFigures.js';
import { HeadsOverview, patternText } from '../overview/headsOverview.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { segmented } from '../../kit/segmented.js';

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
export function headsPanel(page: AttentionPage) {
  const overview = new HeadsOverview(page);
  const sorts = segmented<HeadSort>(
    l10n.t('Sorted by'),
    [
      ['layer', l10n.t('layer')],
      ['pattern', l10n.t('pattern')],
      ['agreement', l10n.t('agreement')],
      ['effect', l10n.t('effect')],
    ],
    (sort) => page.setState({ sort }),
  );
  const counts = html('p.dim.small.census');
  const noted = html('p.dim.small.noted');
  const colour = colourLegend(page);
  const heading = (text: string) => html('h2', {}, text);
  const element = html(
    'section.left',
    { attributes: { 'aria-label': l10n.t('Layers × heads') } },
    html('div.headed', {}, heading(l10n.t('Layers × heads')), overview.element),
    html('div.sorting', {}, heading(l10n.t('Sorted by')), sorts.element, noted, counts),
    html('div.colouring', {}, heading(l10n.t('Colour')), colour.element),
  );
  let drawn: readonly unknown[] = [];

  const update = ({ summary, colours, figures, note, top }: HeadsPanelInput) => {
    const { state } = page;
    sorts.select(state.sort);
    noted.textContent = note ?? '';
    counts.textContent = summary ? censusText(page, summary) : '';
    colour.update(colours, top);
    const now = [summary, colours, figures?.values, state.sort, state.scale];
    if (now.every((each, at) => each === drawn[at]) && drawn.length > 0) return overview.mark();
    drawn = now;
    overview.show(summary, colours, figures);
  };
  return { element, update, dispose: () => overview.dispose() };
}

/** “48 heads: 9 …, 6 …” */
export function censusText(page: AttentionPage, { heads }: AttentionSummaryMap): string {
  const { numbers } = page;
  const parts = countPatterns(heads).map(
    ({ pattern, count }) => `${numbers.decimal(count, 0)} ${patternText(pattern)}`,
  );
  return l10n.t('{0} heads: {1}.', numbers.decimal(heads.length, 0), parts.join(l10n.t(', ')));
}
