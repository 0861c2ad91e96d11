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
  const { say } = page;
  const overview = new HeadsOverview(page);
  const sorts = segmented<HeadSort>(
    say('sortedBy'),
    [
      ['layer', say('sortLayer')],
      ['pattern', say('sortPattern')],
      ['agreement', say('sortAgreement')],
      ['effect', say('sortEffect')],
    ],
    (sort) => page.setState({ sort }),
  );
  const counts = html('p.dim.small.census');
  const noted = html('p.dim.small.noted');
  const colour = colourLegend(page);
  const heading = (text: string) => html('h2', {}, text);
  const element = html(
    'section.left',
    { attributes: { 'aria-label': say('overview') } },
    html('div.headed', {}, heading(say('overview')), overview.element),
    html('div.sorting', {}, heading(say('sortedBy')), sorts.element, noted, counts),
    html('div.colouring', {}, heading(say('colour')), colour.element),
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
  const { say, numbers } = page;
  const parts = countPatterns(heads).map(
    ({ pattern, count }) => `${numbers.decimal(count, 0)} ${patternText(page, pattern)}`,
  );
  return say('census', numbers.decimal(heads.length, 0), parts.join(say('listComma')));
}
