import type { VNode } from 'preact';
import { clipToWidth, widthInEms } from '../../kit/textMeasure.js';
import type { Drawing } from '../model/experiment.js';
import { Heading, headingExtra, headingLines } from './heading.js';

/** A small box with a text in it. */
export interface Chip {
  text: string;
  /** class of its look */
  look: string;
  /** in small below it */
  below?: string;
}

/** A paragraph of boxes under a heading. */
export interface ChipLine {
  heading: string;
  chips: readonly Chip[];
}

interface ChipsInput extends Drawing {
  lines: readonly ChipLine[];
  label: string;
}

const FONT = 12;
const HEIGHT = 20;
/** From one row to the next one, the higher where something stands below a box. */
const STEP = { plain: HEIGHT + 6, below: HEIGHT + 18 } as const;

/** Boxes in a row each, broken where the width ends. */
export function Chips({ lines, label, width }: ChipsInput): VNode {
  let y = 0;
  const drawn = lines.map(({ heading, chips }, at) => {
    const head = y + 14;
    const headLines = headingLines(heading, width);
    let x = 0;
    let step: number = STEP.plain;
    y += 24 + headingExtra(headLines);
    const boxes = chips.map((chip, index) => {
      const text = clipToWidth(chip.text, (width - 12) / FONT);
      const wide = Math.max(
        14,
        Math.ceil(widthInEms(text) * FONT + 10),
        Math.ceil(widthInEms(chip.below ?? '') * 9 + 6),
      );
      if (x > 0 && x + wide > width) {
        x = 0;
        y += step;
        step = STEP.plain;
      }
      if (chip.below !== undefined) step = STEP.below;
      const box = (
        <g key={index} class={`chip ${chip.look}`}>
          <rect x={x + 0.5} y={y + 0.5} width={wide - 1} height={HEIGHT - 1} rx={3} />
          <text x={x + wide / 2} y={y + 14} text-anchor="middle">
            {text}
          </text>
          {chip.below !== undefined && (
            <text class="below" x={x + wide / 2} y={y + HEIGHT + 10} text-anchor="middle">
              {chip.below}
            </text>
          )}
        </g>
      );
      x += wide + 3;
      return box;
    });
    y += step + 8;
    return (
      <g key={at}>
        <Heading lines={headLines} y={head} />
        {boxes}
      </g>
    );
  });
  const height = Math.max(20, y);
  return (
    <svg
      class="drawing chips"
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
