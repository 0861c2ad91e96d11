import * as l10n from '@vscode/l10n';
import type { Numbers } from '../../kit/numbers.js';

/** A time in the unit that fits: milliseconds, seconds, minutes or hours. */
export function durationText(milliseconds: number, numbers: Numbers): string {
  const [value, say] = inUnit(milliseconds);
  return say(numbers.decimal(value, value < 10 ? 1 : 0));
}

function inUnit(milliseconds: number): [number, (figure: string) => string] {
  if (milliseconds < 1000) return [milliseconds, (figure) => l10n.t('{0} ms', figure)];
  if (milliseconds < 100_000) return [milliseconds / 1000, (figure) => l10n.t('{0} s', figure)];
  if (milliseconds < 6_000_000) return [milliseconds / 60_000, (figure) => l10n.t('{0} minutes', figure)];
  return [milliseconds / 3_600_000, (figure) => l10n.t('{0} hours', figure)];
}
