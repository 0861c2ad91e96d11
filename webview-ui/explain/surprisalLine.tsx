import * as l10n from '@vscode/l10n';
import type { GenerationStep } from '../../src/protocol/engine/index.js';
import { html, svg } from '../kit/dom.js';
import { surprisal } from '../kit/probability.js';
import { trimToken } from '../kit/displayText.js';
import { sparkline } from './sparkline.js';
import type { ExplainPage } from './explainPage.js';

/** The drawing's own units; it is stretched to the width there is, lines keep their thickness. */
const WIDTH = 1000;
const HEIGHT = 56;

/**
 * The line of surprise over the tokens.
 * @param choose called with a token's index when its place in the line is clicked
 * @returns the element, and a function that marks a token in it
 */
export function surprisalLine(page: ExplainPage, steps: readonly GenerationStep[], choose: (index: number) => void) {
  const { numbers } = page;
  const bits = steps.map(({ probability }) => surprisal(probability));
  const spark = sparkline(bits, WIDTH, HEIGHT);
  const step = WIDTH / steps.length;
  const figure = (value: number) => numbers.decimal(value, 1);
  const peak = trimToken(steps[spark.peak]?.text ?? '');
  const meaning = l10n.t(
    'One bit is a coin toss. Mean {0}, highest {1} at “{2}”.',
    figure(spark.mean),
    figure(bits[spark.peak] ?? 0),
    peak,
  );
  const still = { 'vector-effect': 'non-scaling-stroke' };
  const meanAt = HEIGHT * (1 - spark.mean / spark.top);
  const here = svg('rect.here', { attributes: { y: 0, width: step, height: HEIGHT } });
  const drawing = svg(
    'svg',
    {
      attributes: {
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        preserveAspectRatio: 'none',
        role: 'img',
        'aria-label': meaning,
      },
      on: { click: (event) => choose(indexAt(event as MouseEvent, drawing, steps.length)) },
    },
    here,
    svg('line.grid', { attributes: { x1: 0, x2: WIDTH, y1: 0, y2: 0, ...still } }),
    svg('line.grid', { attributes: { x1: 0, x2: WIDTH, y1: HEIGHT, y2: HEIGHT, ...still } }),
    svg('line.mean', { attributes: { x1: 0, x2: WIDTH, y1: meanAt, y2: meanAt, ...still } }),
    svg('path.area', { attributes: { d: spark.area } }),
    svg('path.line', { attributes: { d: spark.path, ...still } }),
  );
  const ends = html(
    'div.ends.dim.small',
    { attributes: { 'aria-hidden': true } },
    html('span', {}, String(spark.top)),
    html('span', {}, '0'),
  );
  const element = html(
    'div.surprise',
    {},
    html('h3', {}, l10n.t('Surprise per token (bits)')),
    html('div.plot', {}, ends, drawing),
    html('p.dim.small', {}, meaning),
  );
  return { element, mark: (index: number) => here.setAttribute('x', String(index * step)) };
}

function indexAt(event: MouseEvent, drawing: Element, count: number): number {
  const { left, width } = drawing.getBoundingClientRect();
  return Math.min(count - 1, Math.max(0, Math.floor(((event.clientX - left) / width) * count)));
}
