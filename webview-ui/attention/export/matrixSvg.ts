import { svg } from '../../kit/dom.js';
import type { WeightScale } from '../../../src/attention/colourScale.js';
import { type Colours, rampColour, readableOn } from '../../kit/colours.js';
import { cellDepth, cellFigure } from '../matrix/drawMatrix.js';
import { cellGap, labelStep, NUMBERED } from '../matrix/matrixGeometry.js';
import { rowLabel, wordLabel } from '../model/mapNames.js';
import type { DisplayedMap } from '../model/displayModel.js';
import type { Numbers } from '../../kit/numbers.js';
import { widthInEms } from '../../kit/textMeasure.js';
import { pictureFooter, FONT, type FooterInput } from '../../kit/picture/pictureFooter.js';
import { hex } from '../../kit/picture/svgPaint.js';
import { replaceUnprintable } from '../../../src/text/escape.js';

export interface MatrixSvgInput {
  map: DisplayedMap;
  scale: WeightScale;
  threshold: number;
  colours: Colours;
  /** what stands under the picture */
  caption: readonly string[];
  axes: string;
  font: string;
  decimal: Numbers['decimal'];
}

/** Longest side of the field of cells, and the largest cell, CSS pixels. */
const FIELD = 960;
const CELL = 32;

/** Labels stand no closer. */
const LEADING = 14;

/** A map as a picture by itself: the page's colours, labels on both sides, legend and caption. */
export function matrixSvg(context: MatrixSvgInput): SVGElement {
  const { map, colours } = context;
  const { queries, keys } = map.matrix;
  const size = Math.max(1, Math.min(CELL, Math.floor(FIELD / Math.max(1, queries, keys))));
  const label = (text: string) => replaceUnprintable(wordLabel(text));
  const columns = map.columns.words.map(({ text }) => label(text));
  const rows = map.rows.words.map((_, row) => replaceUnprintable(rowLabel(map, row)));
  const longest = (labels: readonly string[]) => FONT * Math.max(2, ...labels.map(widthInEms));
  const left = Math.ceil(longest(rows) + 24);
  const top = Math.ceil(longest(columns) * Math.sin(Math.PI / 3) + 28);
  // Turned labels of the last columns reach to the right.
  const right = Math.ceil(Math.max(24, longest(columns) * 0.5));
  const frame: FooterInput = {
    ...context,
    width: Math.max(360, left + keys * size + right),
    top: top + queries * size + 12,
  };
  const foot = pictureFooter(frame);
  const field = svg(
    'g.cells',
    { attributes: { transform: `translate(${left} ${top})`, 'shape-rendering': 'crispEdges' } },
    ...cells(context, size),
  );
  return svg(
    'svg',
    {
      attributes: {
        xmlns: 'http://www.w3.org/2000/svg',
        width: frame.width,
        height: foot.height,
        viewBox: `0 0 ${frame.width} ${foot.height}`,
        'font-family': context.font,
        'font-size': FONT,
        role: 'img',
      },
    },
    svg('title', {}, replaceUnprintable(context.caption[0] ?? '')),
    svg('desc', {}, replaceUnprintable(context.caption.slice(1).join('\n'))),
    svg('rect', { attributes: { width: frame.width, height: foot.height, fill: hex(colours.background) } }),
    labels('rows', rows, size, map.row, (at) => ({ x: left - 8, y: top + at + 4, 'text-anchor': 'end' }), colours),
    labels(
      'columns',
      columns,
      size,
      map.column,
      (at) => ({ transform: `translate(${left + at + 3} ${top - 7}) rotate(-60)` }),
      colours,
    ),
    field,
    focusMarks(context, size, left, top),
    foot.element,
  );
}

/** One path for each depth of colour: a map of 512 tokens stays a drawing that can be opened. */
function cells(context: MatrixSvgInput, size: number): SVGElement[] {
  const { map, colours } = context;
  const { queries, keys } = map.matrix;
  const gap = cellGap(size);
  const paths = new Map<number, string>();
  for (let row = 0; row < queries; row++) {
    // What the mask hides has the ground's colour, as on the page.
    const seen = map.reach?.[row] ?? keys;
    for (let column = 0; column < seen; column++) {
      const depth = cellDepth(context, row, column);
      const level = Math.round(255 * depth);
      if (level === 0 && (gap === 0 || colours.contrast)) continue;
      // No meaning by colour alone: with high contrast a cell's size grows with its weight, as on the page.
      const side = round(colours.contrast ? (size - gap) * Math.sqrt(depth) : size - gap);
      const inset = (size - gap - side) / 2;
      const at = `M${round(column * size + inset)} ${round(row * size + inset)}h${side}v${side}h${-side}z`;
      paths.set(level, (paths.get(level) ?? '') + at);
    }
  }
  const ground = hex(gap === 0 && !colours.contrast ? rampColour(colours, 0) : colours.background);
  return [
    svg('rect', { attributes: { width: keys * size, height: queries * size, fill: ground } }),
    ...[...paths]
      .sort(([a], [b]) => a - b)
      .map(([level, d]) => svg('path', { attributes: { d, fill: hex(rampColour(colours, level / 255)) } })),
  ];
}

type LabelPlacement = (at: number) => Record<string, string | number>;

/** Every so many labels where cells are small; the active one always, its neighbours not. */
function labels(
  name: string,
  texts: readonly string[],
  size: number,
  active: number,
  place: LabelPlacement,
  { foreground, dim }: Colours,
): SVGElement {
  const step = labelStep(size, LEADING);
  const middle = (index: number) => (index + 0.5) * size - cellGap(size) / 2;
  const isShown = (_: string, index: number) => {
    const isNear = active >= 0 && index !== active && Math.abs(index - active) * size < LEADING;
    return index === active || (index % step === 0 && !isNear);
  };
  const drawn = texts.map((text, index) => {
    if (!isShown(text, index)) return null;
    const isActive = index === active;
    const fill = hex(isActive ? foreground : dim);
    return svg('text', { attributes: { ...place(middle(index)), fill, 'font-weight': isActive ? 700 : null } }, text);
  });
  return svg(`g.${name}`, {}, ...drawn);
}

/** As on the page: the row and the column have an outline, the row says its numbers, the cell has a ring around it. */
function focusMarks(context: MatrixSvgInput, size: number, left: number, top: number): SVGElement | null {
  const { map, colours } = context;
  const { row, column, matrix } = map;
  if (row < 0 && column < 0) return null;
  const gap = cellGap(size);
  const ring = Math.max(size - gap, 6) + 2;
  const corner = (index: number) => round((index + 0.5) * size - gap / 2 - ring / 2);
  const stroke = { fill: 'none', stroke: hex(colours.focus) };
  const band = (x: number, y: number, width: number, height: number) =>
    svg('rect', {
      attributes: {
        x: x - 0.5,
        y: y - 0.5,
        width: width - gap + 1,
        height: height - gap + 1,
        ...stroke,
        'stroke-width': 1,
      },
    });
  const place = { x: corner(column), y: corner(row), width: ring, height: ring, rx: 3 };
  return svg(
    'g.focus',
    { attributes: { transform: `translate(${left} ${top})` } },
    row >= 0 && band(0, row * size, matrix.keys * size, size),
    column >= 0 && band(column * size, 0, size, matrix.queries * size),
    ...(row >= 0 && size >= NUMBERED ? numbers(context, size) : []),
    row >= 0 && column >= 0 && svg('rect', { attributes: { ...place, ...stroke, 'stroke-width': 2 } }),
  );
}

function numbers({ map, colours, decimal, scale, threshold }: MatrixSvgInput, size: number): SVGElement[] {
  const { row, matrix } = map;
  const middle = (index: number) => (index + 0.5) * size - cellGap(size) / 2;
  return Array.from({ length: map.reach?.[row] ?? matrix.keys }, (_, at) => {
    const weight = matrix.values[row * matrix.keys + at] ?? 0;
    if (weight < threshold) return [];
    const depth = cellDepth({ map, colours, scale, threshold }, row, at);
    const fill = hex(readableOn(colours.contrast ? colours.background : rampColour(colours, depth)));
    const place = { x: middle(at), y: round(middle(row) + size * 0.1), 'text-anchor': 'middle' };
    return [
      svg(
        'text',
        { attributes: { ...place, fill, 'font-size': round(Math.min(12, size * 0.3)) } },
        cellFigure(weight, decimal),
      ),
    ];
  }).flat();
}

const round = (value: number) => Math.round(value * 100) / 100;
