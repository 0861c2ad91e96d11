import type { ProbabilityAxis } from '../kit/probabilityAxis.js';
import type { Numbers, WithNumbers } from '../kit/numbers.js';

/** The axis over a column of bars. */
export function AxisLine({ axis, numbers }: WithNumbers & { axis: ProbabilityAxis }) {
  return (
    <div class="axis" aria-hidden>
      <span class="ticks">
        {axis.ticks.map(({ value, at }) => (
          <span class={at === 0 ? 'tick first' : at === 1 ? 'tick last' : 'tick'} style={{ '--at': String(at) }}>
            {percentTick(value, numbers.decimal)}
          </span>
        ))}
      </span>
    </div>
  );
}

/** Ticks are round numbers and need no more digits than they have. */
function percentTick(value: number, decimal: Numbers['decimal']): string {
  const percent = 100 * value;
  const digits =
    percent >= 1 || percent === 0
      ? Number.isInteger(percent)
        ? 0
        : 1
      : Math.min(4, Math.ceil(-Math.log10(percent) - 1e-9));
  return `${decimal(percent, digits)} %`;
}
