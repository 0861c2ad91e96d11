import type { Token } from '../../protocol/values.js';
import type { WeightMatrix } from './matrix.js';

/** Whether a token was added for the model and stands for no text: [CLS], [SEP], `</s>`, a decoder's start token. */
export function isSpecial({ start }: Pick<Token, 'start'>): boolean {
  return start === null;
}

/** Indices of the tokens that stand for text. */
export function ordinary(tokens: readonly Pick<Token, 'start'>[]): number[] {
  return tokens.flatMap((token, index) => (isSpecial(token) ? [] : [index]));
}

/**
 * A map with some rows and columns only.
 * @param renormalise each row is divided by what is left of it, so that it sums to 1 again; a row of which nothing is
 *   left stays 0. Otherwise a row sums to less than 1: the rest went to what is hidden.
 */
export function selected(
  { keys: width, values }: WeightMatrix,
  queries: readonly number[],
  keys: readonly number[],
  renormalise: boolean,
): WeightMatrix {
  const kept = new Float32Array(queries.length * keys.length);
  queries.forEach((query, row) => {
    let sum = 0;
    for (const key of keys) sum += values[query * width + key]!;
    const share = renormalise && sum > 0 ? 1 / sum : 1;
    for (let column = 0; column < keys.length; column++) {
      kept[row * keys.length + column] = values[query * width + keys[column]!]! * share;
    }
  });
  return { queries: queries.length, keys: keys.length, values: kept };
}
