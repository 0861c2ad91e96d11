import * as l10n from '@vscode/l10n';
import { svg } from '../../kit/dom.js';
import { lineDash } from './lineDashes.js';
import { linePath, placeEndLabels, type ChartScales, type SurprisalLine } from './chartGeometry.js';
import type { ChartPanels } from './chartPanels.js';

/** A line with the number of its run, from 1. */
export interface PlacedLine {
  place: number;
  line: SurprisalLine;
}

/** Numbers at the ends of lines are so many pixels apart at least. */
const LABEL_PITCH = 11;

/** Draws the lines, each with its number, over a grid; what is above the picture has a mark at its edge. */
export function drawLines(
  lines: readonly PlacedLine[],
  scales: ChartScales,
  panels: ChartPanels,
  bold: number | null,
): SVGElement[] {
  const { frame, corners } = panels;
  const apart = new Set(corners.map(({ x, y }) => `${x} ${y}`)).size > 1;
  const grids = (apart ? corners : corners.slice(0, 1)).map((corner) => gridOf(corner, scales, panels));
  const ends = lines.map(({ line }) => scales.y(line.bits.at(-1) ?? 0));
  // More numbers than there is room for would stand beside lines that are not theirs; the run in focus has its own.
  const fit = ends.length * LABEL_PITCH <= frame.height;
  const heights = fit ? placeEndLabels(ends, frame.height - 2, LABEL_PITCH) : ends;
  const groups = lines.map(({ place, line }, index) => {
    const { colour, pattern } = lineDash(place - 1);
    const { x, y } = corners[index] ?? { x: 0, y: 0 };
    const last = Math.max(0, line.bits.length - 1);
    const label = apart ? { x: 0, y: -4 } : { x: scales.x(last) + 5, y: (heights[index] ?? 0) + 4 };
    return svg(
      `g.run${line.run === bold ? '.bold' : ''}${apart || fit ? '' : '.crowded'}`,
      { attributes: { 'data-run': line.run, transform: `translate(${x} ${y})` }, style: { '--run': colour } },
      svg('path', { attributes: { d: linePath(line, scales), 'stroke-dasharray': apart ? 'none' : pattern } }),
      ...beyondMarks(line, scales),
      svg('text', { attributes: label }, String(place)),
      apart && index === 0 && scaleLabel(scales, panels),
    );
  });
  return [...grids, ...groups];
}

/** What the height of the small pictures stands for; over the first of them. */
function scaleLabel({ top }: ChartScales, { frame }: ChartPanels): SVGElement {
  return svg(
    'text',
    { attributes: { x: frame.width, y: -4, 'text-anchor': 'end' } },
    l10n.t('0–{0} bits', String(top)),
  );
}

function gridOf({ x, y }: { x: number; y: number }, { y: heightOf, top }: ChartScales, { frame }: ChartPanels) {
  const { width, height, end } = frame;
  const lines = [0, heightOf(top / 2), height].map((at) =>
    svg('line.grid', { attributes: { x1: 0, x2: width - end, y1: at, y2: at } }),
  );
  return svg('g', { attributes: { transform: `translate(${x} ${y})` } }, ...lines);
}

/** A tip at the upper edge for each token whose surprise is cut off there. */
function beyondMarks({ bits }: SurprisalLine, { x, y, top }: ChartScales): SVGElement[] {
  return bits.flatMap((value, index) => {
    if (value <= top) return [];
    const [at, edge] = [x(index), y(top)];
    return [svg('path.beyond', { attributes: { d: `M${at - 3} ${edge + 5}L${at} ${edge}L${at + 3} ${edge + 5}Z` } })];
  });
}
