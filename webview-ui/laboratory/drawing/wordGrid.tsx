import type { VNode } from 'preact';
import { clipToWidth, widthInEms } from '../../kit/textMeasure.js';
import type { Drawing } from '../model/experiment.js';

/** A field with a word in it, and a figure below the word. */
export interface GridCell {
  text: string;
  below: string;
  /** 0 to 1: how full it is */
  weight: number;
  /** it is framed */
  isSettled: boolean;
}

interface WordGridInput extends Drawing {
  /** over the columns */
  columns: readonly string[];
  /** what the columns are */
  columnsName: string;
  rows: readonly { label: string; cells: readonly GridCell[] }[];
  label: string;
}

const CELL = { height: 32, least: 46, most: 92 } as const;
const FONT = 11;
const TOP = 34;
/** A text stands on it, so that it is never quite full. */
const FULLEST = 0.55;

/** Which columns are drawn where there is no room for all: evenly spread, the first and the last among them. */
export function shownColumns(count: number, room: number): number[] {
  const most = Math.max(2, Math.min(count, room));
  if (count <= most) return Array.from({ length: count }, (_, at) => at);
  return Array.from({ length: most }, (_, at) => Math.round((at * (count - 1)) / (most - 1)));
}

/** Words in rows and columns; what has no room for all of its columns shows some, evenly spread. */
export function WordGrid({ columns, columnsName, rows, label, width }: WordGridInput): VNode {
  const longest = Math.max(0, ...rows.map((row) => widthInEms(row.label) * FONT * 1.15 + 12));
  const left = Math.round(Math.min(width * 0.26, 150, Math.max(36, longest)));
  const shown = shownColumns(columns.length, Math.floor((width - left) / CELL.least));
  const wide = Math.min(CELL.most, Math.floor((width - left) / Math.max(1, shown.length)));
  const height = TOP + rows.length * CELL.height + 4;
  return (
    <svg
      class="drawing grid-of-words"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    >
      <text class="name" x={left} y={11}>
        {clipToWidth(columnsName, (width - left) / FONT)}
      </text>
      {shown.map((column, at) => (
        <text key={column} class="name" x={left + (at + 0.5) * wide} y={27} text-anchor="middle">
          {clipToWidth(columns[column] ?? '', wide / FONT)}
        </text>
      ))}
      {rows.map((row, index) => {
        const y = TOP + index * CELL.height;
        return (
          <g key={index}>
            <text class="name" x={left - 6} y={y + 19} text-anchor="end">
              {clipToWidth(row.label, (left - 8) / FONT)}
            </text>
            {shown.map((column, at) => {
              const cell = row.cells[column];
              if (!cell) return null;
              const middle = left + (at + 0.5) * wide;
              return (
                <g key={column} class={cell.isSettled ? 'grid-cell settled' : 'grid-cell'}>
                  <rect
                    x={left + at * wide + 1.5}
                    y={y + 1.5}
                    width={wide - 3}
                    height={CELL.height - 3}
                    rx={3}
                    fill-opacity={(FULLEST * cell.weight).toFixed(3)}
                  />
                  <text class="word" x={middle} y={y + 14} text-anchor="middle">
                    {clipToWidth(cell.text, (wide - 6) / FONT)}
                  </text>
                  <text class="figure" x={middle} y={y + 26} text-anchor="middle">
                    {cell.below}
                  </text>
                </g>
              );
            })}
          </g>
        );
      })}
    </svg>
  );
}
