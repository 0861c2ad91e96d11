import { scaleTicks, type WeightScale } from '../../../src/attention/colourScale.js';
import { svg } from '../../shared/elements.js';
import type { Numbers } from '../../shared/numbers.js';
import { type Colours, rampAt } from '../colours.js';
import { wrapped } from './labels.js';
import { hex } from './paint.js';

/** Size of type in exported pictures, CSS pixels. */
export const FONT = 12;

const LINE = 17;
const MARGIN = 16;

/** A long text is cut in the caption; the JSON has all of it. */
const MOST_LINES = 4;
const LEGEND = { width: 220, height: 10, stops: 16 } as const;

/** What a picture's foot is drawn from. */
export interface Frame {
  width: number;
  /** where the foot begins */
  top: number;
  colours: Colours;
  caption: readonly string[];
  /** what rows and columns are */
  axes: string;
  /** null: no colours to explain */
  scale: WeightScale | null;
  /** the weight that has the full colour */
  map?: { top: number };
  decimal: Numbers['decimal'];
}

/** A weight with three digits that count and no trailing zeros. */
export function tickText(weight: number, decimal: Numbers['decimal']): string {
  const rounded = Number(weight.toPrecision(3));
  const [digits, exponent] = rounded.toExponential().split('e');
  const places = (digits?.split('.')[1]?.length ?? 0) - Number(exponent);
  return decimal(rounded, rounded === 0 ? 0 : Math.max(0, places));
}

/** The foot of a picture: legend, what rows and columns are, caption. `height` is that of the picture with its foot. */
export function footer(frame: Frame): { element: SVGElement; height: number } {
  const { width, top, caption, axes, colours, scale } = frame;
  const legend = scale === null ? null : legendOf(frame, scale);
  const start = top + (legend ? 44 : 8);
  const ems = (width - 2 * MARGIN) / FONT;
  const lines = [axes, ...caption].filter((line) => line !== '').flatMap((line) => wrapped(line, ems, MOST_LINES));
  const texts = lines.map((line, index) =>
    svg('text', { attributes: { x: MARGIN, y: start + (index + 0.8) * LINE, fill: hex(colours.dim) } }, line),
  );
  return { element: svg('g.foot', {}, legend, ...texts), height: Math.ceil(start + lines.length * LINE + 12) };
}

function legendOf({ top, colours, map, decimal }: Frame, scale: WeightScale): SVGElement {
  const { width, height, stops } = LEGEND;
  const gradient = Array.from({ length: stops + 1 }, (_, index) =>
    svg('stop', { attributes: { offset: index / stops, 'stop-color': hex(rampAt(colours, index / stops)) } }),
  );
  const marks = scaleTicks(scale).filter(
    (_, at, all) => at === 0 || at === all.length - 1 || at === Math.floor(all.length / 2),
  );
  const ticks = marks.map(({ weight, at }) =>
    svg(
      'text',
      {
        attributes: {
          x: MARGIN + at * width,
          y: top + height + 15,
          fill: hex(colours.dim),
          'font-size': 10,
          'text-anchor': at === 0 ? 'start' : at === 1 ? 'end' : 'middle',
        },
      },
      tickText(weight * (map?.top ?? 1), decimal),
    ),
  );
  return svg(
    'g.legend',
    {},
    svg('linearGradient', { attributes: { id: 'ramp' } }, ...gradient),
    svg('rect', { attributes: { x: MARGIN, y: top, width, height, rx: 2, fill: 'url(#ramp)' } }),
    ...ticks,
  );
}
