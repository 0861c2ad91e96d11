import type { ProbabilityAxis } from '../kit/probabilityAxis.js';
import { html } from '../kit/dom.js';
import type { ExplainPage } from './explainPage.js';

/** The axis over a column of bars. */
export function axisLine({ numbers }: ExplainPage, { ticks }: ProbabilityAxis): HTMLElement {
  const marks = ticks.map(({ value, at }) => {
    const name = at === 0 ? 'span.tick.first' : at === 1 ? 'span.tick.last' : 'span.tick';
    return html(name, { style: { '--at': String(at) } }, percentTick(value, numbers.decimal));
  });
  return html('div.axis', { attributes: { 'aria-hidden': true } }, html('span.ticks', {}, ...marks));
}

/** Ticks are round numbers and need no more digits than they have. */
function percentTick(value: number, decimal: ExplainPage['numbers']['decimal']): string {
  const percent = 100 * value;
  const digits =
    percent >= 1 || percent === 0
      ? Number.isInteger(percent)
        ? 0
        : 1
      : Math.min(4, Math.ceil(-Math.log10(percent) - 1e-9));
  return `${decimal(percent, digits)} %`;
}
