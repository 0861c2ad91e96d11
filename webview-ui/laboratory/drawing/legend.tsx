import type { LegendEntry } from '../model/experiment.js';
import { Mark } from './lineChart.js';

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
  if (mark === 'struck') return <path class={mark} d="M2 10L10 2" />;
  return <rect class={mark} x={1} y={2.5} width={10} height={7} />;
}
