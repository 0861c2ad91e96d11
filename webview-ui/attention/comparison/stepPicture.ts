import * as l10n from '@vscode/l10n';
import { colourDepth } from '../../../src/attention/colourScale.js';
import { svg } from '../../kit/dom.js';
import { trimToken } from '../../../src/text/displayText.js';
import { css, rampColour } from '../../kit/colours.js';
import { clipToWidth, widthInEms } from '../../kit/textMeasure.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { RenderStyle } from './smallMap.js';
import type { MaskStep, SoftmaxSteps } from './softmaxSteps.js';
import { labelled } from '../../../src/wording/index.js';

const FONT = 10;
const SIZE = 18;

interface StepPictureInput {
  rows: readonly string[];
  columns: readonly string[];
  /** index of the token in whose row we look */
  active: number;
  style: RenderStyle;
}

export function stepName(step: MaskStep): string {
  switch (step) {
    case 'scores':
      return l10n.t('Scores');
    case 'mask':
      return l10n.t('Mask');
    case 'softmax':
      return l10n.t('Softmax');
  }
}

/** One of the three pictures: cells by score or by weight, masked ones struck through. */
export function stepPicture(
  { numbers }: AttentionPage,
  step: MaskStep,
  steps: SoftmaxSteps,
  drawn: StepPictureInput,
): SVGElement {
  const label = (token = '') => clipToWidth(trimToken(token), 7);
  const rows = steps.rows.map((at) => label(drawn.rows[at]));
  const columns = steps.columns.map((at) => label(drawn.columns[at]));
  const left = Math.ceil(FONT * Math.max(2, ...rows.map(widthInEms))) + 8;
  const top = Math.ceil(FONT * Math.max(2, ...columns.map(widthInEms)) * 0.87) + 12;
  const reach = Math.ceil(FONT * Math.max(0, ...columns.map(widthInEms)) * 0.5);
  const width = left + columns.length * SIZE + reach;
  const height = top + rows.length * SIZE + 4;
  const { low, high, isMasked } = steps;
  const { colours, scale } = drawn.style;
  const cells: SVGElement[] = [];
  let struck = '';
  rows.forEach((row, at) =>
    columns.forEach((column, of) => {
      const index = at * columns.length + of;
      const [x, y] = [left + of * SIZE, top + at * SIZE];
      if (step !== 'scores' && isMasked(at, of)) {
        struck += `M${x + 3} ${y + SIZE - 4}L${x + SIZE - 4} ${y + 3}`;
        return;
      }
      const value = (step === 'softmax' ? steps.weights : steps.scores)[index] ?? 0;
      const depth = step === 'softmax' ? colourDepth(scale, value) : high > low ? (value - low) / (high - low) : 0;
      const shown = Math.min(1, Math.max(0, depth));
      const side = colours.contrast ? (SIZE - 1) * Math.sqrt(shown) : SIZE - 1;
      const inset = (SIZE - 1 - side) / 2;
      const place = { x: x + inset, y: y + inset, width: side, height: side };
      const figure = numbers.decimal(value, step === 'softmax' ? 3 : 2);
      const title = labelled(`${row} → ${column}`, figure);
      cells.push(
        svg('rect', { attributes: { ...place, fill: css(rampColour(colours, shown)) } }, svg('title', {}, title)),
      );
    }),
  );
  const activeRow = steps.rows.indexOf(drawn.active);
  const mark =
    activeRow >= 0 &&
    svg('path', {
      attributes: {
        d: `M${left - 1} ${top + activeRow * SIZE - 1}h${columns.length * SIZE + 1}v${SIZE + 1}h${-columns.length * SIZE - 1}z`,
      },
    });
  return svg(
    'svg.small-map',
    {
      attributes: { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': stepName(step) },
      style: { '--natural': `${width}px` },
    },
    svg(
      'g.labels',
      {},
      ...rows.map((text, at) => {
        const attributes = { x: left - 5, y: top + (at + 0.5) * SIZE + 3, 'text-anchor': 'end' };
        return svg(at === activeRow ? 'text.active' : 'text', { attributes }, text);
      }),
    ),
    svg(
      'g.labels',
      {},
      ...columns.map((text, of) => {
        const transform = `translate(${left + (of + 0.5) * SIZE + 3} ${top - 5}) rotate(-60)`;
        return svg('text', { attributes: { transform } }, text);
      }),
    ),
    svg('g.cells', {}, ...cells, struck !== '' && svg('path.masked', { attributes: { d: struck } })),
    svg('g.marks', {}, mark),
  );
}
