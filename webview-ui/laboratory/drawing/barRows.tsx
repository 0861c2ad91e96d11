import type { VNode } from 'preact';
import { widthInEms, wrapToWidth } from '../../kit/textMeasure.js';
import type { Drawing } from '../model/experiment.js';
import { Heading, headingExtra, headingLines } from './heading.js';

/** A row of bars under one name. */
export interface BarRow {
  label: string;
  /** one for each series; null: there is none */
  values: readonly (number | null)[];
  /** of each value, from where to where it may be: a line over its bar */
  ranges?: readonly (readonly [number, number] | null)[];
  /** which series its first value is of, where that is not the first */
  firstSeries?: number;
  /** less is made of it */
  isDim?: boolean;
  /** a line of its own before the row */
  heading?: string;
}

interface BarRowsInput extends Drawing {
  rows: readonly BarRow[];
  /** how a value is written behind its bar */
  figure: (value: number) => string;
  /** the value that fills the width; the largest when left out */
  most?: number;
  /** dashed across all bars: what a value is to be compared with */
  level?: number;
  /** what the picture is of, for who hears it */
  label: string;
}

const FONT = 11;
const BAR = 9;
const GAP = 9;
const HEADING = 22;
/** A name that does not fit into one line has two. */
const NAME = { line: 12, spare: 3, most: 2 } as const;
const LABEL = { least: 40, share: 0.42, most: 160 } as const;

/** Bars from one line of zero, to the right what is positive, to the left what is negative; a bar for each series. */
export function BarRows({ rows, figure, most, level, label, width }: BarRowsInput): VNode {
  const values = rows.flatMap((row) => row.values.filter((value) => value !== null));
  const ends = rows.flatMap((row) => (row.ranges ?? []).flatMap((range) => range ?? []));
  const high = most ?? Math.max(1e-9, ...values, ...ends);
  const low = Math.min(0, ...values);
  const left = Math.min(
    LABEL.most,
    LABEL.share * width,
    Math.max(LABEL.least, ...rows.map((row) => widthInEms(row.label) * FONT * 1.15 + 12)),
  );
  const figures = Math.max(24, ...values.map((value) => widthInEms(figure(value)) * FONT + 8));
  // Figures of negative bars stand at their left.
  const before = low < 0 ? figures : 0;
  const length = Math.max(40, width - left - before - figures);
  const scale = (value: number) => (length * value) / Math.max(1e-9, high - low);
  const zero = left + before + scale(-low);
  const headings = rows.map(({ heading = '' }) => headingLines(heading, width));
  const heads = headings.map((lines) => (lines.length === 0 ? 0 : HEADING + headingExtra(lines)));
  const names = rows.map((row) => wrapToWidth(row.label, (left - 8) / FONT, NAME.most));
  const sizes = rows.map((row, at) =>
    Math.max(Math.max(1, row.values.length) * BAR, names[at]!.length * NAME.line - NAME.spare),
  );
  const counts = sizes.map((size, at) => size + GAP + heads[at]!);
  const tops = counts.map((_, at) => counts.slice(0, at).reduce((sum, count) => sum + count, 4));
  const height = counts.reduce((sum, count) => sum + count, 8);
  const across = (x: number) =>
    stretches(rows, tops, counts, heads)
      .map(([from, to]) => `M${x.toFixed(1)} ${from}V${to}`)
      .join('');
  return (
    <svg
      class="drawing bars"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    >
      <path class="axis" d={across(zero)} />
      {rows.map((row, at) => {
        const top = tops[at]! + heads[at]!;
        const middle = top + sizes[at]! / 2;
        const first = middle - (row.values.length * BAR) / 2;
        const lines = names[at]!;
        return (
          <g key={at} class={row.isDim ? 'row faint' : 'row'}>
            <Heading lines={headings[at]!} y={top - 6 - headingExtra(headings[at]!)} />
            {lines.map((line, place) => (
              <text
                key={place}
                class="name"
                x={left - 6}
                y={middle + 4 + NAME.line * (place - (lines.length - 1) / 2)}
                text-anchor="end"
              >
                {line}
              </text>
            ))}
            {row.values.map((value, series) => {
              if (value === null) return null;
              const size = Math.max(0.75, Math.abs(scale(Math.min(value, high))));
              const y = first + series * BAR;
              const x = value < 0 ? zero - size : zero;
              const range = row.ranges?.[series];
              const end = range && value >= 0 ? Math.max(x + size, zero + scale(Math.min(range[1], high))) : x + size;
              return (
                <g key={series}>
                  <rect
                    class={`series-${(row.firstSeries ?? 0) + series}`}
                    x={x}
                    y={y + 0.5}
                    width={size}
                    height={BAR - 2}
                  />
                  {range && (
                    <path
                      class="range"
                      d={`M${zero + scale(range[0])} ${y + 1.5}v${BAR - 4}m0 ${(4 - BAR) / 2}H${zero + scale(range[1])}m0 ${(4 - BAR) / 2}v${BAR - 4}`}
                    />
                  )}
                  <text
                    class="figure"
                    x={value < 0 ? x - 4 : end + 4}
                    y={y + BAR - 1.5}
                    text-anchor={value < 0 ? 'end' : 'start'}
                  >
                    {figure(value)}
                  </text>
                </g>
              );
            })}
          </g>
        );
      })}
      {level !== undefined && <path class="level" d={across(zero + scale(level))} />}
    </svg>
  );
}

/** From where to where a line down goes through each row that has bars. */
const stretches = (
  rows: readonly BarRow[],
  tops: readonly number[],
  counts: readonly number[],
  heads: readonly number[],
): (readonly [number, number])[] =>
  rows.flatMap(({ values }, at) =>
    values.length === 0 ? [] : [[tops[at]! + heads[at]! - 4, tops[at]! + counts[at]! - 4] as const],
  );
