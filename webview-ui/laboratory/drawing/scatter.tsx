import type { VNode } from 'preact';
import { widthInEms } from '../../kit/textMeasure.js';
import type { Drawing } from '../model/experiment.js';
import { Heading, headingExtra, headingLines } from './heading.js';

export interface ScatterPoint {
  x: number;
  y: number;
  label: string;
  /** its look, by the line that it is of */
  series: number;
}

/** Points in one frame, with lines between some. */
export interface ScatterPanel {
  heading: string;
  points: readonly ScatterPoint[];
  links: readonly { from: number; to: number; look: 'nearest' | 'same' }[];
}

interface ScatterInput extends Drawing {
  panels: readonly ScatterPanel[];
  label: string;
}

/** From this width on panels stand side by side. */
const WIDE = 560;
const FONT = 11;
const HEADING = 22;
const GAP = 16;
const EDGE = 12;
/** Kinds of marks that there are. */
const LOOKS = 3;

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const meet = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Small boxes along a line, so that labels can keep off it. */
function boxesAlong([from, to]: Segment): Box[] {
  const [across, down] = [to.x - from.x, to.y - from.y];
  const count = Math.ceil(Math.hypot(across, down) / 4);
  return Array.from({ length: Math.max(0, count - 1) }, (_, at) => {
    const share = (at + 1) / count;
    return { x: from.x + share * across - 1, y: from.y + share * down - 1, width: 2, height: 2 };
  });
}

type Segment = readonly [{ x: number; y: number }, { x: number; y: number }];

/**
 * Where labels stand beside their points: at the right, left, above or below, the first place where nothing is in the way, or
 * else nothing but a line; null where there is none, or where the same name stands at the very place.
 */
export function placeLabels(
  points: readonly { x: number; y: number; width: number; label: string }[],
  size: { width: number; height: number },
  segments: readonly Segment[] = [],
): ({ x: number; y: number } | null)[] {
  const taken: Box[] = points.map(({ x, y }) => ({ x: x - 4, y: y - 4, width: 8, height: 8 }));
  const lines = segments.flatMap(boxesAlong);
  return points.map(({ x, y, width, label }, index) => {
    const isNamed = points.slice(0, index).some((one) => one.label === label && Math.hypot(one.x - x, one.y - y) < 4);
    if (isNamed) return null;
    const free = [
      { x: x + 6, y: y - 6 },
      { x: x - 6 - width, y: y - 6 },
      { x: x - width / 2, y: y - 18 },
      { x: x - width / 2, y: y + 6 },
    ]
      .map((place) => ({ ...place, width, height: 12 }))
      .filter((box) => box.x >= 0 && box.x + width <= size.width && box.y >= 0 && box.y + 12 <= size.height)
      .filter((box) => taken.every((other, at) => at === index || !meet(box, other)));
    const found = free.find((box) => !lines.some((line) => meet(box, line))) ?? free[0];
    if (!found) return null;
    taken.push(found);
    return { x: found.x, y: found.y + 10 };
  });
}

function Panel({ panel, width, height }: { panel: ScatterPanel; width: number; height: number }) {
  const { points, links } = panel;
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  // One unit for both axes: distances are what there is to see.
  const unit = Math.min(
    (width - 2 * EDGE) / Math.max(1e-9, right - left),
    (height - 2 * EDGE) / Math.max(1e-9, high - low),
  );
  const placed = points.map((point) => ({
    x: width / 2 + unit * (point.x - (left + right) / 2),
    y: height / 2 - unit * (point.y - (low + high) / 2),
    width: widthInEms(point.label) * FONT,
    label: point.label,
  }));
  const segments = links.map(({ from, to }) => [placed[from]!, placed[to]!] as const);
  const labels = placeLabels(placed, { width, height }, segments);
  return (
    <g>
      <rect class="frame" x={0.5} y={0.5} width={width - 1} height={height - 1} />
      {links.map(({ from, to, look }, index) => (
        <path
          key={index}
          class={`link-${look}`}
          d={`M${placed[from]!.x.toFixed(1)} ${placed[from]!.y.toFixed(1)}L${placed[to]!.x.toFixed(1)} ${placed[to]!.y.toFixed(1)}`}
        />
      ))}
      {placed.map(({ x, y }, index) => (
        <Dot key={index} series={points[index]!.series % LOOKS} x={x} y={y} title={points[index]!.label} />
      ))}
      {labels.map(
        (place, index) =>
          place && (
            <text key={index} class="name" x={place.x.toFixed(1)} y={place.y.toFixed(1)}>
              {points[index]!.label}
            </text>
          ),
      )}
    </g>
  );
}

function Dot({ series, x, y, title }: { series: number; x: number; y: number; title: string }) {
  const look = `mark-${series}`;
  if (series === 0) {
    return (
      <circle class={look} cx={x.toFixed(1)} cy={y.toFixed(1)} r={3}>
        <title>{title}</title>
      </circle>
    );
  }
  const d =
    series === 1
      ? `M${(x - 3).toFixed(1)} ${(y - 3).toFixed(1)}h6v6h-6z`
      : `M${x.toFixed(1)} ${(y - 4).toFixed(1)}l4 7h-8z`;
  return (
    <path class={look} d={d}>
      <title>{title}</title>
    </path>
  );
}

/** Points with their names, in panels side by side where there is room; a name that would cover another is left out. */
export function Scatter({ panels, label, width }: ScatterInput): VNode {
  const isWide = width >= WIDE;
  const across = isWide ? Math.floor((width - GAP * (panels.length - 1)) / panels.length) : width;
  const high = Math.round(Math.min(320, Math.max(200, across * 0.8)));
  const headings = panels.map(({ heading }) => headingLines(heading, across));
  const head = HEADING + Math.max(0, ...headings.map(headingExtra));
  const step = high + head + GAP;
  const height = isWide ? step : step * panels.length;
  return (
    <svg
      class="drawing scatter"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    >
      {panels.map((panel, at) => {
        const [x, y] = isWide ? [at * (across + GAP), 0] : [0, at * step];
        return (
          <g key={at} transform={`translate(${x} ${y})`}>
            <Heading lines={headings[at]!} y={13} />
            <g transform={`translate(0 ${head})`}>
              <Panel panel={panel} width={across} height={high} />
            </g>
          </g>
        );
      })}
    </svg>
  );
}
