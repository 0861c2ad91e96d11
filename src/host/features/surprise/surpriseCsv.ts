import { toCsv } from '../../../text/csv.js';
import type { PlacedWord } from './scoredProse.js';

const rounded = (bits: number | null | undefined) =>
  bits === null || bits === undefined ? null : Number(bits.toFixed(4));

/**
 * The words of a document with the bits of both models; a word that one of them has not scored has an empty cell. Models
 * part words in the same places, but for a piece that reaches over two of them: then each has its own line.
 */
export function surpriseCsv(
  first: readonly Pick<PlacedWord, 'text' | 'place' | 'bits'>[],
  second: readonly Pick<PlacedWord, 'text' | 'place' | 'bits'>[],
  names: { first: string; second: string },
): string {
  const rows = new Map<string, { text: string; start: number; first?: number | null; second?: number | null }>();
  const put = (which: 'first' | 'second', words: typeof first) => {
    for (const { text, place, bits } of words) {
      const key = `${place.start} ${place.end}`;
      rows.set(key, { ...(rows.get(key) ?? { text, start: place.start }), [which]: bits });
    }
  };
  put('first', first);
  put('second', second);
  const sorted = [...rows.values()].sort((one, other) => one.start - other.start);
  return toCsv([
    ['word', 'start', `bits ${names.first}`, `bits ${names.second}`],
    ...sorted.map((row) => [row.text, row.start, rounded(row.first), rounded(row.second)]),
  ]);
}
