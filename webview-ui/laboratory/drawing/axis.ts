import * as l10n from '@vscode/l10n';
import type { Numbers } from '../../kit/numbers.js';

/** Ticks beside 0 at most. */
const TICKS = 5;

/** Ticks of an axis from 0, each at its share of `most`, the value at its end. */
export interface Axis {
  ticks: { at: number; text: string }[];
  most: number;
}

/** Round numbers from 0 on, the last one at or above the largest. */
function scaleTo(most: number): number[] {
  const size = 10 ** Math.floor(Math.log10(Math.max(most, 1e-9) / TICKS));
  const step = size * ([1, 2, 5, 10].find((times) => most / (size * times) <= TICKS) ?? 10);
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, at) => at * step);
}

/** An axis from 0 to a round number at or above a value, which is above 0. */
export function axisTo(most: number, numbers: Numbers): Axis {
  const marks = scaleTo(most);
  const end = marks.at(-1)! || 1;
  const digits = Math.max(0, Math.ceil(-Math.log10(marks[1] ?? 1)));
  return { ticks: marks.map((mark) => ({ at: mark / end, text: numbers.decimal(mark, digits) })), most: end };
}

/** Steps from 0 to the last one that is to be done. */
export function stepAxis(steps: number, numbers: Numbers) {
  const ticks = [0, 0.5, 1].map((at) => ({ at, text: numbers.number(Math.round(at * steps)) }));
  return { ticks, name: l10n.t('steps') };
}
