import type { VNode } from 'preact';
import type { Drawing } from '../model/experiment.js';

/** One line: y by x, both from 0 to 1 of what the axes say. */
export interface ChartLine {
  points: readonly { x: number; y: number }[];
  /** behind the last point */
  name: string;
}

interface LineChartInput extends Drawing {
  lines: readonly ChartLine[];
  /** what stands at 0 and at 1 of each axis, and what it is */
  x: { ticks: readonly { at: number; text: string }[]; name: string };
  y: { ticks: readonly { at: number; text: string }[]; name: string };
  /** of the second line, at the right */
  right: { ticks: readonly { at: number; text: string }[]; name: string };
  label: string;
}

const HEIGHT = 220;
const EDGE = { left: 44, right: 34, top: 24, bottom: 38 } as const;

/** Lines with a mark at each point; lines differ in dashes and marks as well as in colour. */
export function LineChart({ lines, x, y, right, label, width }: LineChartInput): VNode {
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
      {right.ticks.map(({ at, text }) => (
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
      <text class="name" x={width - 2} y={12} text-anchor="end">
        {right.name}
      </text>
      <text class="name" x={EDGE.left + across / 2} y={HEIGHT - 5} text-anchor="middle">
        {x.name}
      </text>
      {lines.map(({ points, name }, series) => (
        <g key={series}>
          <path
            class={`line line-${series}`}
            d={points
              .map((point, at) => `${at === 0 ? 'M' : 'L'}${px(point.x).toFixed(1)} ${py(point.y).toFixed(1)}`)
              .join('')}
          />
          {points.map((point, at) =>
            series === 0 ? (
              <circle key={at} class="mark-0" cx={px(point.x)} cy={py(point.y)} r={3} />
            ) : (
              <rect key={at} class="mark-1" x={px(point.x) - 3} y={py(point.y) - 3} width={6} height={6} />
            ),
          )}
          <title>{name}</title>
        </g>
      ))}
    </svg>
  );
}
