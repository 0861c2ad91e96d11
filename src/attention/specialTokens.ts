import type { Token } from '../protocol/engine/values.js';
import type { WeightMatrix } from './weightMatrix.js';

/** Whether a token was added for the model and stands for no text: [CLS], [SEP], `</s>`, a decoder's start token. */
export function isSpecialToken({ start }: Pick<Token, 'start'>): boolean {
  return start === null;
}

/** Indices of the tokens that stand for text. */
export function textTokenIndices(tokens: readonly Pick<Token, 'start'>[]): number[] {
  return tokens.flatMap((token, index) => (isSpecialToken(token) ? [] : [index]));
}

/**
 * A map with some rows and columns only.
 * @param renormalise each row is divided by what is left of it, so that it sums to 1 again; a row of which nothing is
 *   left stays 0. Otherwise a row sums to less than 1: the rest went to what is hidden.
 */
export function selectRowsAndColumns(
  { keys: width, values }: WeightMatrix,
  queries: readonly number[],
  keys: readonly number[],
  renormalise: boolean,
): WeightMatrix {
  const kept = new Float32Array(queries.length * keys.length);
  const [first = 0] = keys;
  // Specials mostly stand at the ends: what is left of a row is one stretch, copied as a whole.
  const isStretch = keys.every((key, column) => key === first + column);
  queries.forEach((query, row) => {
    const start = query * width;
    const rowStart = row * keys.length;
    if (isStretch) kept.set(values.subarray(start + first, start + first + keys.length), rowStart);
    else for (let column = 0; column < keys.length; column++) kept[rowStart + column] = values[start + keys[column]!]!;
    if (!renormalise) return;
    let sum = 0;
    for (let at = rowStart; at < rowStart + keys.length; at++) sum += kept[at]!;
    if (sum > 0) for (let at = rowStart; at < rowStart + keys.length; at++) kept[at]! *= 1 / sum;
  });
  return { queries: queries.length, keys: keys.length, values: kept };
}
