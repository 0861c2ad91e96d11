import type { VNode } from 'preact';
import { wrapToWidth } from '../../kit/textMeasure.js';
import type { LegendEntry } from '../model/experiment.js';
import { Mark } from './lineChart.js';

const FONT = 11;
const LINE = 15;
/** Side of a mark, and where the text beside it begins. */
const KEY = { size: 12, end: 18 } as const;
const MOST_LINES = 3;

/** What marks mean, each beside one as it is drawn. */
export function Legend({ entries }: { entries: readonly LegendEntry[] }) {
  return (
    <ul class="legend small">
      {entries.map(({ mark, text }) => (
        <li key={mark}>
          <svg class="key" viewBox="0 0 12 12" width={12} height={12} aria-hidden>
            <LegendMark mark={mark} />
          </svg>
          {text}
        </li>
      ))}
    </ul>
  );
}

/** A mark of a line chart in its shape, a line as a line, what else there is as a bar. */
function LegendMark({ mark }: { mark: string }) {
  const [, series] = /^mark-(\d)$/.exec(mark) ?? [];
  if (series !== undefined) return <Mark series={Number(series)} x={6} y={6} />;
  if (/^(link-|level$)/.test(mark)) return <path class={mark} d="M0 6H12" />;
  if (/^line-\d$/.test(mark)) return <path class={`line ${mark}`} d="M0 6H12" />;
  if (mark === 'struck') return <path class={mark} d="M2 10L10 2" />;
  return <rect class={mark} x={1} y={2.5} width={10} height={7} />;
}

/** The same as a part of a picture that is saved: an entry below the other. */
export function LegendDrawing({ entries, width }: { entries: readonly LegendEntry[]; width: number }): VNode {
  let y = 0;
  const drawn = entries.map(({ mark, text }) => {
    const top = y;
    const lines = wrapToWidth(text, (width - KEY.end) / FONT, MOST_LINES);
    y += LINE * lines.length;
    return (
      <g key={mark}>
        <svg y={top} viewBox="0 0 12 12" width={KEY.size} height={KEY.size}>
          <LegendMark mark={mark} />
        </svg>
        {lines.map((line, at) => (
          <text key={at} class="name" x={KEY.end} y={top + LINE * at + 10}>
            {line}
          </text>
        ))}
      </g>
    );
  });
  return (
    <svg class="drawing" viewBox={`0 0 ${width} ${y}`} width={width} height={y}>
      {drawn}
    </svg>
  );
}
