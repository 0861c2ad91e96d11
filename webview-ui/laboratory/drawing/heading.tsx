import type { VNode } from 'preact';
import { wrapToWidth } from '../../kit/textMeasure.js';

const FONT = 11;
const LINE = 14;
/** Of the width: bold letters are wider than they are reckoned. */
const FILL = 0.94;
/** What does not fit into so many lines is cut. */
const MOST_LINES = 3;

/** A heading in lines of the width, none for an empty one: figures and units stand at its end, so that it must not be cut. */
export const headingLines = (text: string, width: number): string[] =>
  wrapToWidth(text, (FILL * width) / FONT, MOST_LINES);

/** How much higher than one line it is, CSS pixels. */
export const headingExtra = (lines: readonly string[]): number => LINE * Math.max(0, lines.length - 1);

/** Draws one. @param y the first line's baseline */
export function Heading({ lines, y }: { lines: readonly string[]; y: number }): VNode {
  return (
    <>
      {lines.map((line, at) => (
        <text key={at} class="heading" x={0} y={y + at * LINE}>
          {line}
        </text>
      ))}
    </>
  );
}
