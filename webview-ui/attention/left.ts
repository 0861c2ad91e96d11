import type { AttentionSummaryMap } from '../../src/protocol/engine/index.js';
import { html } from '../shared/elements.js';
import type { Colours } from './colours.js';
import { legend } from './legend.js';
import { census, type Sort } from './overview/arrange.js';
import { type HeadFigures, Overview, patternText } from './overview/overview.js';
import type { Page } from './page.js';
import { segmented } from './segmented.js';

export interface LeftGiven {
  summary: AttentionSummaryMap | null;
  colours: Colours;
  figures: HeadFigures | null;
  /** what the figures of the chosen sort are, or why they are not there */
  note: string | null;
  /** of the colour scale */
  top: number;
}

/** All heads, their order and what they do in one sentence; the colours. */
export function leftColumn(page: Page) {
  const { say } = page;
  const overview = new Overview(page);
  const sorts = segmented<Sort>(
    say('sortedBy'),
    [
      ['layer', say('sortLayer')],
      ['pattern', say('sortPattern')],
      ['agreement', say('sortAgreement')],
      ['effect', say('sortEffect')],
    ],
    (sort) => page.change({ sort }),
  );
  const counts = html('p.dim.small.census');
  const noted = html('p.dim.small.noted');
  const colour = legend(page);
  const heading = (text: string) => html('h2', {}, text);
  const element = html(
    'section.left',
    { attributes: { 'aria-label': say('overview') } },
    html('div.headed', {}, heading(say('overview')), overview.element),
    html('div.sorting', {}, heading(say('sortedBy')), sorts.element, noted, counts),
    html('div.colouring', {}, heading(say('colour')), colour.element),
  );
  let drawn: readonly unknown[] = [];

  const update = ({ summary, colours, figures, note, top }: LeftGiven) => {
    const { state } = page;
    sorts.press(state.sort);
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
export function censusText(page: Page, { heads }: AttentionSummaryMap): string {
  const { say, numbers } = page;
  const parts = census(heads).map(({ pattern, count }) => `${numbers.decimal(count, 0)} ${patternText(page, pattern)}`);
  return say('census', numbers.decimal(heads.length, 0), parts.join(say('listComma')));
}
