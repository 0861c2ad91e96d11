import type { VNode } from 'preact';
import type { Drawing } from '../model/experiment.js';

/** One line: y by x, both from 0 to 1 of what the axes say. */
export interface ChartLine {
  points: readonly { x: number; y: number }[];
  /** what it is of */
  name: string;
  /** its look; its place in the list when left out */
  series?: number;
  /** without marks, where points are many; `fine`: faint, too, behind what counts */
  bare?: 'plain' | 'fine';
}

interface LineChartInput extends Drawing {
  lines: readonly ChartLine[];
  /** what stands at 0 and at 1 of each axis, and what it is */
  x: { ticks: readonly { at: number; text: string }[]; name: string };
  y: { ticks: readonly { at: number; text: string }[]; name: string };
  /** dashed across the chart: what a value is to be compared with */
  levels?: readonly { at: number; text: string }[];
  /** of the second line, at the right */
  right?: { ticks: readonly { at: number; text: string }[]; name: string };
  label: string;
  /** a place of the first axis that is told */
  told?: { at: number; text: string };
}

const HEIGHT = 220;
/** How high a level's text is, with some room. */
const LEVEL_TEXT = 14;
const EDGE = { left: 44, right: 34, top: 24, bottom: 38 } as const;

/** Lines with a mark at each point; lines differ in dashes and marks as well as in colour. */
export function LineChart({ lines, x, y, levels = [], right, label, width, told }: LineChartInput): VNode {
  const [across, up] = [width - EDGE.left - EDGE.right, HEIGHT - EDGE.top - EDGE.bottom];
  const px = (at: number) => EDGE.left + across * at;
  const py = (at: number) => EDGE.top + up * (1 - at);
  return (
    <svg
      class="drawing lines"
      viewBox={`0 0 ${width} ${HEIGHT}`}
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={label}
    >
      {y.ticks.map(({ at, text }) => (
        <g key={`y${at}`}>
          <path class="grid" d={`M${EDGE.left} ${py(at)}H${width - EDGE.right}`} />
          <text class="name" x={EDGE.left - 6} y={py(at) + 4} text-anchor="end">
            {text}
          </text>
        </g>
      ))}
      {levels.map(({ at, text }, index) => (
        <g key={`l${index}`}>
          <path class="level" d={`M${EDGE.left} ${py(at)}H${width - EDGE.right}`} />
          <text class="figure" x={width - EDGE.right} y={py(at) + levelShift(levels, at, up)} text-anchor="end">
            {text}
          </text>
        </g>
      ))}
      {right?.ticks.map(({ at, text }) => (
        <text key={`r${at}`} class="name" x={width - EDGE.right + 7} y={py(at) + 4}>
          {text}
        </text>
      ))}
      {x.ticks.map(({ at, text }) => (
        <text key={`x${at}`} class="name" x={px(at)} y={HEIGHT - EDGE.bottom + 16} text-anchor="middle">
          {text}
        </text>
      ))}
      <text class="name" x={2} y={12}>
        {y.name}
      </text>
      {right && (
        <text class="name" x={width - 2} y={12} text-anchor="end">
          {right.name}
        </text>
      )}
      <text class="name" x={EDGE.left + across / 2} y={HEIGHT - 5} text-anchor="middle">
        {x.name}
      </text>
      {told && (
        <g>
          <path class="told" d={`M${px(told.at).toFixed(1)} ${EDGE.top}V${HEIGHT - EDGE.bottom}`} />
          <text
            class="figure"
            x={px(told.at) + (told.at > 0.5 ? -4 : 4)}
            y={EDGE.top + 10}
            text-anchor={told.at > 0.5 ? 'end' : 'start'}
          >
            {told.text}
          </text>
        </g>
      )}
      {lines.map(({ points, name, series: look, bare }, place) => {
        const series = look ?? place;
        return (
          <g key={place}>
            <path
              class={bare === 'fine' ? `line line-${series} fine` : `line line-${series}`}
              d={points
                .map((point, at) => `${at === 0 ? 'M' : 'L'}${px(point.x).toFixed(1)} ${py(point.y).toFixed(1)}`)
                .join('')}
            />
            {!bare && points.map((point, at) => <Mark key={at} series={series} x={px(point.x)} y={py(point.y)} />)}
            <title>{name}</title>
          </g>
        );
      })}
    </svg>
  );
}

/** Where a level's text stands: above its line, or below it where another one's would be in the way. */
function levelShift(levels: readonly { at: number }[], at: number, up: number): number {
  const isCrowded = levels.some((other) => other.at > at && (other.at - at) * up < LEVEL_TEXT);
  return isCrowded ? 11 : -4;
}

/** The mark of a series: a dot, a square or a triangle. */
export function Mark({ series, x, y }: { series: number; x: number; y: number }) {
  const look = `mark-${series}`;
  if (series === 0) return <circle class={look} cx={x} cy={y} r={3} />;
  if (series === 1) return <rect class={look} x={x - 3} y={y - 3} width={6} height={6} />;
  return <path class={look} d={`M${x} ${y - 4}l4 7h-8z`} />;
}
