import { scaleTicks, type WeightScale } from '../../../src/attention/colourScale.js';
import { svg } from '../dom.js';
import { weightText, type Numbers } from '../numbers.js';
import { type Colours, rampColour } from '../colours.js';
import { wrapToWidth } from '../textMeasure.js';
import { hex } from './svgPaint.js';

/** Size of type in exported pictures, CSS pixels. */
export const FONT = 12;

const LINE = 17;
const MARGIN = 16;

/** A long text is cut in the caption; the JSON has all of it. */
const MOST_LINES = 4;
const LEGEND = { width: 220, height: 10, stops: 16 } as const;

/** What a picture's foot is drawn from. */
export interface FooterInput {
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

/** The foot of a picture: legend, what rows and columns are, caption. `height` is that of the picture with its foot. */
export function pictureFooter(frame: FooterInput): { element: SVGElement; height: number } {
  const { width, top, caption, axes, colours, scale } = frame;
  const legend = scale === null ? null : footerLegend(frame, scale);
  const start = top + (legend ? 44 : 8);
  const ems = (width - 2 * MARGIN) / FONT;
  const lines = [axes, ...caption].filter((line) => line !== '').flatMap((line) => wrapToWidth(line, ems, MOST_LINES));
  const texts = lines.map((line, index) =>
    svg('text', { attributes: { x: MARGIN, y: start + (index + 0.8) * LINE, fill: hex(colours.dim) } }, line),
  );
  return { element: svg('g.foot', {}, legend, ...texts), height: Math.ceil(start + lines.length * LINE + 12) };
}

function footerLegend({ top, colours, map, decimal }: FooterInput, scale: WeightScale): SVGElement {
  const { width, height, stops } = LEGEND;
  const gradient = Array.from({ length: stops + 1 }, (_, index) =>
    svg('stop', { attributes: { offset: index / stops, 'stop-color': hex(rampColour(colours, index / stops)) } }),
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
      weightText(weight * (map?.top ?? 1), decimal),
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
