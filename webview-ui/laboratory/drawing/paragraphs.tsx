import type { VNode } from 'preact';
import { wrapToWidth } from '../../kit/textMeasure.js';
import type { Drawing } from '../model/experiment.js';

/** A text that was written, behind the one that it goes on with. */
export interface Paragraph {
  /** who wrote it, and what is to be said of it */
  heading: string;
  /** a line in small before it */
  before: string;
  text: string;
}

interface ParagraphsInput extends Drawing {
  paragraphs: readonly Paragraph[];
  label: string;
}

const FONT = 11;
const LINE = 15;
/** Of the width: some signs are wider than they are reckoned. */
const FILL = 0.95;
/** Lines of a heading and of a text at most. */
const MOST = { heading: 3, before: 1, text: 8 } as const;

/** Texts in lines of the width. */
export function Paragraphs({ paragraphs, label, width }: ParagraphsInput): VNode {
  let y = 0;
  const wrapped = (text: string, most: number) => wrapToWidth(text, (FILL * width) / FONT, most);
  const row = (key: string, look: string, text: string) => (
    <text key={key} class={look} x={0} y={(y += LINE)}>
      {text}
    </text>
  );
  const drawn = paragraphs.map(({ heading, before, text }, at) => {
    const lines = [
      ...wrapped(heading, MOST.heading).map((line, place) => row(`h${place}`, 'heading', line)),
      ...wrapped(before, MOST.before).map((line, place) => row(`b${place}`, 'figure', line)),
      ...wrapped(text, MOST.text).map((line, place) => row(`t${place}`, 'name', line)),
    ];
    y += 8;
    return <g key={at}>{lines}</g>;
  });
  const height = Math.max(20, y);
  return (
    <svg
      class="drawing paragraphs"
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
