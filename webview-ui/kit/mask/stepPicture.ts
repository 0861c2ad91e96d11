import * as l10n from '@vscode/l10n';
import { colourDepth } from '../../../src/attention/colourScale.js';
import { html, svg } from '../dom.js';
import { trimToken } from '../../../src/text/displayText.js';
import { css, rampColour, signedColour } from '../colours.js';
import { clipToWidth, widthInEms } from '../textMeasure.js';
import type { WithNumbers } from '../numbers.js';
import type { Colours } from '../colours.js';
import type { WeightScale } from '../../../src/attention/colourScale.js';
import type { MaskStep, SoftmaxSteps } from './maskSteps.js';
import { labelled } from '../../../src/wording/index.js';

const FONT = 10;
const SIZE = 18;

/** How cells are coloured. */
interface StepStyle {
  colours: Colours;
  scale: WeightScale;
}

interface StepPictureInput {
  rows: readonly string[];
  columns: readonly string[];
  /** index of the token in whose row we look */
  active: number;
  style: StepStyle;
}

/** The score, negative or positive, that has the full colour: one scale around 0 for all scores in sight. */
export function scoreLimit({ low, high }: Pick<SoftmaxSteps, 'low' | 'high'>): number {
  return Math.max(Math.abs(low), Math.abs(high), 1e-9);
}

/** The colours of scores with their numbers: negative at the left, 0 in the middle. */
export function scoreLegend({ numbers }: WithNumbers, steps: SoftmaxSteps, { colours }: StepStyle): HTMLElement {
  const most = scoreLimit(steps);
  const stops = Array.from({ length: 9 }, (_, at) => css(signedColour(colours, at / 4 - 1)));
  const ticks = [-most, 0, most].map((score) => html('span', {}, numbers.decimal(score, 1)));
  return html(
    'div.score-legend.dim.small',
    {
      attributes: {
        role: 'img',
        'aria-label': l10n.t(
          'Colours of scores: from {0} by 0 to {1}',
          numbers.decimal(-most, 1),
          numbers.decimal(most, 1),
        ),
      },
    },
    html('span.ramp', { style: { background: `linear-gradient(to right, ${stops.join(', ')})` } }),
    html('div.ends', {}, ...ticks),
  );
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
  { numbers }: WithNumbers,
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
  const { isMasked } = steps;
  const most = scoreLimit(steps);
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
      const shown = step === 'softmax' ? colourDepth(scale, value) : Math.min(1, Math.abs(value) / most);
      const fill = step === 'softmax' ? rampColour(colours, shown) : signedColour(colours, value / most);
      // No meaning by colour alone: with high contrast a negative score is an empty square.
      const isEmpty = colours.contrast && step !== 'softmax' && value < 0;
      const paint = isEmpty ? { fill: 'none', stroke: css(colours.foreground) } : { fill: css(fill) };
      const side = colours.contrast ? (SIZE - 1) * Math.sqrt(shown) : SIZE - 1;
      const inset = (SIZE - 1 - side) / 2;
      const place = { x: x + inset, y: y + inset, width: side, height: side };
      const figure = numbers.decimal(value, step === 'softmax' ? 3 : 2);
      const title = labelled(`${row} → ${column}`, figure);
      cells.push(svg('rect', { attributes: { ...place, ...paint } }, svg('title', {}, title)));
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
