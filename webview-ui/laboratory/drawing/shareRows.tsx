import type { VNode } from 'preact';
import { clipToWidth } from '../../kit/textMeasure.js';
import type { Drawing } from '../model/experiment.js';
import { Heading, headingExtra, headingLines } from './heading.js';

/** A whole that is parted. */
export interface ShareRow {
  label: string;
  /** what the whole comes to, behind the label */
  total: string;
  /** of each kind, in any unit */
  values: readonly number[];
  /** a line of its own before the row */
  heading?: string;
}

interface ShareRowsInput extends Drawing {
  rows: readonly ShareRow[];
  /** what the picture is of, for who hears it */
  label: string;
}

const FONT = 11;
const NAME = 16;
const BAR = 16;
const GAP = 10;
const HEADING = 22;
/** Width from which on a share is written into its part. */
const ROOM = 40;

/** Wholes as bars of one length, parted by what they are made of; the shares of the larger parts stand in them. */
export function ShareRows({ rows, label, width, numbers }: ShareRowsInput): VNode {
  let y = 2;
  const drawn = rows.map(({ label: name, total, values, heading }, at) => {
    const sum = values.reduce((all, value) => all + value, 0);
    const headLines = headingLines(heading ?? '', width);
    if (headLines.length > 0) y += HEADING + headingExtra(headLines);
    const top = y;
    y += NAME + BAR + GAP;
    let x = 0;
    return (
      <g key={at}>
        <Heading lines={headLines} y={top - 6 - headingExtra(headLines)} />
        <text class="name" x={0} y={top + 11}>
          {clipToWidth(`${name} · ${total}`, width / FONT)}
        </text>
        {values.map((value, kind) => {
          const share = sum > 0 ? value / sum : 0;
          const wide = share * width;
          const left = x;
          x += wide;
          if (share <= 0) return null;
          return (
            <g key={kind} class={`share-part share-${kind}`}>
              <rect x={left + 0.5} y={top + NAME} width={Math.max(0.5, wide - 1)} height={BAR} />
              {wide >= ROOM && (
                <text class="figure" x={left + wide / 2} y={top + NAME + 12} text-anchor="middle">
                  {numbers.percent(share)}
                </text>
              )}
            </g>
          );
        })}
      </g>
    );
  });
  const height = y + 2;
  return (
    <svg
      class="drawing shares"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    >
      {drawn}
    </svg>
  );
}
