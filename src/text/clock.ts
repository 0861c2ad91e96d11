import { factsOf } from './facts.js';
import type { TextSpan } from './span.js';

/** A time as all languages write it: 23:45. Its fact's key has it without a zero before the hour. */
export const timeOfKey = (key: string): string => key.replace(/^time /, '');

/** The times of a text that have only twelve hours ("11:45 PM"), as they are on a clock of 24. */
export function timesOfHalves(text: string, language: string): (TextSpan & { written: string })[] {
  if (!/\d\s?[ap]\.?\s?m/i.test(text)) return [];
  return factsOf(text, language)
    .filter((fact) => fact.kind === 'time' && /m\.?$/i.test(fact.text))
    .map(({ start, end, key }) => ({ start, end, written: timeOfKey(key) }));
}
