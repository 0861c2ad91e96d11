import { manyError } from '../fault.js';
import type { InputRow } from './row.js';

/** Words, or as many signs of a script that has none between them. */
const SENTENCE = /\p{L}\S*\s+\S*\p{L}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{4}/u;
const LETTER = /\p{L}/u;

/**
 * The column whose values are the texts: the one that is named, in any case; the only one; `text`; the first with sentences
 * in most rows, or with letters.
 * @throws GlassboxError `bad-request` (`column`, `noColumn`)
 */
export function chooseColumn(rows: readonly InputRow[], wanted: string | undefined): string | null {
  const names = new Set(rows.flatMap(({ fields }) => [...fields.keys()]));
  const columns = [...names];
  const named = (name: string) =>
    names.has(name) ? name : columns.find((one) => one.toLowerCase() === name.toLowerCase());
  if (wanted !== undefined) {
    const found = named(wanted);
    if (found === undefined) throw manyError({ problem: 'column', column: wanted, columns });
    return found;
  }
  if (columns.length <= 1) return columns[0] ?? null;
  const found = named('text') ?? firstWith(rows, columns, SENTENCE) ?? firstWith(rows, columns, LETTER);
  if (found === undefined) throw manyError({ problem: 'noColumn', columns });
  return found;
}

function firstWith(rows: readonly InputRow[], columns: readonly string[], what: RegExp): string | undefined {
  return columns.find((column) => {
    const values = rows.map(({ fields }) => fields.get(column)).filter((value) => value !== undefined && value !== '');
    const fit = values.filter((value) => typeof value === 'string' && what.test(value)).length;
    return fit > 0 && fit * 2 > values.length;
  });
}
