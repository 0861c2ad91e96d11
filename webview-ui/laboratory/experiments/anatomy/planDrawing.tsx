import type { VNode } from 'preact';
import { clipToWidth, widthInEms, wrapToWidth } from '../../../kit/textMeasure.js';
import type { PlanColumn, PlanItem, PlanPart } from './planItems.js';

interface PlanInput {
  columns: readonly PlanColumn[];
  width: number;
  /** what the picture is of, for who hears it */
  label: string;
}

const TITLE = 11;
const LINE = 9.5;
const BOX = { head: 19, line: 12, foot: 3 } as const;
const ARROW = 12;
const SUM = 12;
const FRAME = { pad: 10, head: 20 } as const;
/** Room beside boxes for what goes by them. */
const SIDE = 18;
const COLUMN = { gap: 22, least: 180, most: 300 } as const;
/** Where there is no room side by side, what goes from one side to the other runs beside both. */
const STACKED = { inset: 14, gap: 16 } as const;

/** Where a column's parts came to stand. */
interface Placed {
  drawn: VNode[];
  end: number;
  /** middle of the box that attends to the other side */
  cross: number | null;
}

/** A model as it is built, from the text down to what it says; parts of a layer once, in a frame that says how often. */
export function PlanDrawing({ columns, width, label }: PlanInput): VNode {
  const share = (width - COLUMN.gap * (columns.length - 1)) / columns.length;
  const isStacked = columns.length > 1 && share < COLUMN.least;
  const inset = isStacked ? STACKED.inset : 0;
  const wide = Math.min(COLUMN.most, isStacked ? width - inset : share);
  const placed: Placed[] = [];
  for (const [at, column] of columns.entries()) {
    const top = isStacked && at > 0 ? placed[at - 1]!.end + STACKED.gap : 2;
    placed.push(placeColumn(column, isStacked ? inset : at * (wide + COLUMN.gap), top, wide));
  }
  const height = Math.max(...placed.map(({ end }) => end)) + 14;
  const [encoder, decoder] = placed;
  const [middle, lane] = [inset + wide / 2, isStacked ? inset / 2 : wide + COLUMN.gap / 2];
  const into = (isStacked ? inset : wide + COLUMN.gap) + FRAME.pad;
  return (
    <svg
      class="drawing plan"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    >
      {placed.map(({ drawn }) => drawn)}
      {encoder && decoder?.cross != null && (
        <path
          class="flow crossing"
          d={`M${middle} ${encoder.end}V${encoder.end + 8}H${lane}V${decoder.cross}H${into}m-4 -3l4 3l-4 3`}
        />
      )}
    </svg>
  );
}

function placeColumn({ title, items }: PlanColumn, left: number, top: number, width: number): Placed {
  const drawn: VNode[] = [];
  let y = top;
  if (title !== '') {
    drawn.push(
      <text key="title" class="heading" x={left} y={y + 11}>
        {title}
      </text>,
    );
    y += 18;
  }
  return new ColumnWriter(drawn, left, width).place(items, y);
}

/** Puts items under one another. */
class ColumnWriter {
  #cross: number | null = null;
  #key = 0;

  constructor(
    private readonly drawn: VNode[],
    private readonly left: number,
    private readonly width: number,
  ) {}

  place(items: readonly PlanItem[], top: number): Placed {
    let y = top;
    for (const [at, item] of items.entries()) {
      if (at > 0) y = this.#arrow(y);
      y = item.kind === 'layer' ? this.#frame(item, y) : this.#item(item, y, 0);
    }
    return { drawn: this.drawn, end: y, cross: this.#cross };
  }

  #arrow(y: number, long: number = ARROW): number {
    const x = this.left + this.width / 2;
    this.#add(<path class="flow" d={`M${x} ${y}V${y + long}m-3 -4l3 4l3 -4`} />);
    return y + long;
  }

  #frame({ times, items }: Extract<PlanItem, { kind: 'layer' }>, top: number): number {
    const frameAt = this.drawn.length;
    let y = top;
    let branch = y;
    for (const [at, item] of items.entries()) {
      if (item.kind === 'branch') {
        branch = y + 4;
        y = this.#arrow(y, at > 0 ? ARROW : FRAME.head);
        continue;
      }
      if (items[at - 1]?.kind !== 'branch') y = this.#arrow(y);
      const from = y;
      y = this.#item(item, y, FRAME.pad);
      if (item.kind === 'sum') this.#bypass(branch, from + SUM / 2);
    }
    y += FRAME.pad - 2;
    // Behind what stands in it.
    this.drawn.splice(
      frameAt,
      0,
      <g key={`frame${top}`}>
        <rect class="frame" x={this.left + 0.5} y={top + 0.5} width={this.width - 1} height={y - top - 1} rx={5} />
        <text class="figure" x={this.left + 8} y={top + 12}>
          {times}
        </text>
      </g>,
    );
    return y;
  }

  /** A residual connection: around a part, to the sum behind it. */
  #bypass(from: number, to: number): void {
    const [middle, side] = [this.left + this.width / 2, this.left + this.width - FRAME.pad / 2];
    this.#add(<path class="flow residual" d={`M${middle} ${from}H${side}V${to}H${middle + SUM / 2}m4 -3l-4 3l4 3`} />);
  }

  #item(item: PlanPart, y: number, pad: number): number {
    const middle = this.left + this.width / 2;
    if (item.kind === 'branch') return y;
    if (item.kind === 'sum') {
      this.#add(
        <g class="sum">
          <circle cx={middle} cy={y + SUM / 2} r={SUM / 2 - 0.5} />
          <path class="flow" d={`M${middle - 3} ${y + SUM / 2}h6m-3 -3v6`} />
        </g>,
      );
      return y + SUM;
    }
    const [x, width] = [this.left + pad, this.width - 2 * pad - (pad > 0 ? SIDE - FRAME.pad : 0)];
    const lines = item.lines.flatMap((line) => wrapToWidth(line, (width - 10) / LINE, 2));
    const height = BOX.head + lines.length * BOX.line + (lines.length > 0 ? BOX.foot : 0);
    if (item.look === 'crossAttention') this.#cross = y + height / 2;
    const isData = item.look === 'data';
    const anchor = isData ? 'middle' : 'start';
    const count = item.count === '' ? 0 : widthInEms(item.count) * LINE + 8;
    this.#add(
      <g class={`plan-box plan-${item.look}`}>
        <rect x={x + 0.5} y={y + 0.5} width={width - 1} height={height - 1} rx={3} />
        <text x={isData ? middle : x + 6} y={y + 13} text-anchor={anchor}>
          {clipToWidth(item.title, (width - 12 - count) / TITLE)}
        </text>
        {item.count !== '' && (
          <text class="figure" x={x + width - 6} y={y + 13} text-anchor="end">
            {item.count}
          </text>
        )}
        {lines.map((line, at) => (
          <text
            key={at}
            class="figure"
            x={isData ? middle : x + 6}
            y={y + BOX.head + BOX.line * at + 7}
            text-anchor={anchor}
          >
            {line}
          </text>
        ))}
      </g>,
    );
    return y + height;
  }

  #add(node: VNode): void {
    node.key = `${this.left} ${this.#key++}`;
    this.drawn.push(node);
  }
}
