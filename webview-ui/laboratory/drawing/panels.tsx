import type { VNode } from 'preact';
import type { Drawing } from '../model/experiment.js';
import { Heading, headingExtra, headingLines } from './heading.js';

/** A drawing under a heading. */
export interface Panel {
  heading: string;
  /** what `draw` gives has a height, as every drawing here */
  draw: (width: number) => VNode;
  /** it shares its line with the next one, where that has room */
  isNarrow?: boolean;
}

interface PanelsInput extends Drawing {
  panels: readonly Panel[];
  label: string;
}

const HEADING = 20;
const GAP = 18;
/** Two stand side by side from this width on. */
const WIDE = 620;

/** Several drawings as one: below each other, narrow ones in pairs where the width allows it. */
export function Panels({ panels, label, width }: PanelsInput): VNode {
  const half = (width - GAP) / 2;
  let y = 0;
  let drawn = 0;
  const lines: VNode[] = [];
  while (drawn < panels.length) {
    const isPair = width >= WIDE && panels.slice(drawn, drawn + 2).filter(({ isNarrow }) => isNarrow).length === 2;
    const own = panels.slice(drawn, drawn + (isPair ? 2 : 1));
    const wide = isPair ? Math.floor(half) : width;
    const pictures = own.map(({ draw }) => draw(wide));
    const headings = own.map(({ heading }) => headingLines(heading, wide));
    const head = HEADING + Math.max(...headings.map(headingExtra));
    for (const [at, picture] of pictures.entries()) {
      lines.push(
        <g key={drawn + at} transform={`translate(${at * (wide + GAP)} ${y})`}>
          <Heading lines={headings[at]!} y={12} />
          <g transform={`translate(0 ${head})`}>{picture}</g>
        </g>,
      );
    }
    y += head + Math.max(...pictures.map(heightOf)) + GAP;
    drawn += own.length;
  }
  const height = Math.max(20, y - GAP);
  return (
    <svg
      class="drawing panels"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="group"
      aria-label={label}
    >
      {lines}
    </svg>
  );
}

const heightOf = ({ props }: VNode): number => (props as { height?: number }).height ?? 0;
