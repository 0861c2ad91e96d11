import type { VNode } from 'preact';
import { clipToWidth, wrapToWidth } from '../../../kit/textMeasure.js';
import type { Drawing } from '../../model/experiment.js';

interface StarTableInput extends Drawing {
  columns: readonly string[];
  rows: readonly {
    name: string;
    /** one for each column */
    cells: readonly string[];
    /** the column that is meant */
    chosen: number;
    /** in small below the row; empty for nothing */
    note: string;
  }[];
  /** what the picture is of, for who hears it */
  label: string;
}

/** A little less than names are high: their letters are mostly narrow. */
const NAME = 10;
const SMALL = 9.5;
const HEAD = { line: 11, foot: 7 } as const;
/** Stars need no more; what there is beside them is for the last column, which has figures. */
const MOST_CELL = 110;
const LEAST_FIGURE = 46;
const ROW = 20;
const LINE = 12;
const GAP = 5;
/** Of the width, what names have; where there is little they need more of it. */
const NAMES = { share: 0.34, narrow: 0.43, from: 400 } as const;
const MOST_LINES = 6;

/** Rows of marks under heads, the chosen one framed, with a note below. */
export function StarTable({ columns, rows, label, width }: StarTableInput): VNode {
  const left = width * (width < NAMES.from ? NAMES.narrow : NAMES.share);
  const marks = columns.length - 1;
  const cell = Math.min(MOST_CELL, (width - left) / columns.length, (width - left - LEAST_FIGURE) / marks);
  const wideOf = (column: number) => (column < marks ? cell : width - left - marks * cell);
  const middle = (column: number) => left + cell * column + wideOf(column) / 2;
  const heads = columns.map((name, column) => wrapToWidth(name, (wideOf(column) - 2) / SMALL, 2));
  const head = HEAD.line * Math.max(...heads.map((lines) => lines.length)) + HEAD.foot;
  let y = head;
  const drawn = rows.map(({ name, cells, chosen, note }, at) => {
    const top = y;
    const lines = note === '' ? [] : wrapToWidth(note, (width - 4) / SMALL, MOST_LINES);
    y += ROW + lines.length * LINE + GAP;
    return (
      <g key={at}>
        <path class="grid" d={`M0 ${top - 1}H${width}`} />
        <text class="name" x={0} y={top + 14}>
          {clipToWidth(name, (left - 2) / NAME)}
        </text>
        <rect class="chosen" x={left + cell * chosen + 2} y={top + 2} width={cell - 4} height={ROW - 4} rx={3} />
        {cells.map((text, column) => (
          <text key={column} x={middle(column)} y={top + 14} text-anchor="middle">
            {clipToWidth(text, wideOf(column) / SMALL)}
          </text>
        ))}
        {lines.map((line, index) => (
          <text key={index} class="figure" x={0} y={top + ROW + LINE * index + 8}>
            {line}
          </text>
        ))}
      </g>
    );
  });
  return (
    <svg class="drawing stars" viewBox={`0 0 ${width} ${y}`} width={width} height={y} role="img" aria-label={label}>
      {heads.map((lines, column) =>
        lines.map((line, at) => (
          <text
            key={`${column} ${at}`}
            class="figure"
            x={middle(column)}
            y={head - HEAD.foot - HEAD.line * (lines.length - 1 - at)}
            text-anchor="middle"
          >
            {line}
          </text>
        )),
      )}
      {drawn}
    </svg>
  );
}
