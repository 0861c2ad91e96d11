import fc from 'fast-check';
import type { Token } from '../../../src/protocol/engine/index.js';
import { sumOf } from '../../../src/maths/topWeights.js';
import type { WeightMatrix } from '../../../src/attention/weightMatrix.js';
import { queryRow } from '../../../src/attention/weightMatrix.js';

/** Rows that each sum to 1; with `causal`, none reads what comes after it. */
export function weights(queries: number, keys: number, causal = false): fc.Arbitrary<WeightMatrix> {
  const weight = fc.integer({ min: 0, max: 1000 });
  return fc.array(weight, { minLength: queries * keys, maxLength: queries * keys }).map((raw) => {
    const values = Float32Array.from(raw, (value, at) => (causal && at % keys > Math.floor(at / keys) ? 0 : value));
    for (let query = 0; query < queries; query++) {
      const row = values.subarray(query * keys, (query + 1) * keys);
      if (sumOf(row) === 0) row[0] = 1;
      const sum = sumOf(row);
      row.forEach((value, at) => (row[at] = value / sum));
    }
    return { queries, keys, values };
  });
}

export const rowSums = (matrix: WeightMatrix): number[] =>
  Array.from({ length: matrix.queries }, (_, query) => sumOf(queryRow(matrix, query)));

/** A text cut into tokens anywhere between its characters, as some tokenizer might, with special tokens at its ends. */
export const tokenised: fc.Arbitrary<{ text: string; tokens: Token[] }> = fc
  .tuple(
    fc.array(fc.constantFrom('the', 'un', 'read', '天', '气', ' ', '.', '\n', '’', 'é', '😀', '3'), { maxLength: 20 }),
    fc.array(fc.nat({ max: 2 }), { minLength: 7, maxLength: 7 }),
    fc.boolean(),
  )
  .map(([parts, lengths, specials]) => {
    const text = parts.join('');
    const tokens: Token[] = specials ? [named('[CLS]')] : [];
    for (let start = 0; start < text.length;) {
      const length = 1 + (lengths[start % lengths.length] ?? 0);
      // A token does not end within a character of two units.
      const end = Math.min(text.length, start + length + (isLead(text.charCodeAt(start + length - 1)) ? 1 : 0));
      tokens.push({ id: 1, text: text.slice(start, end), start, end });
      start = end;
    }
    return { text, tokens: specials ? [...tokens, named('[SEP]')] : tokens };
  });

const named = (text: string): Token => ({ id: 0, text, start: null, end: null });
const isLead = (unit: number) => unit >= 0xd800 && unit < 0xdc00;
