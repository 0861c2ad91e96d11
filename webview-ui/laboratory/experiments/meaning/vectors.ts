import { cosineSimilarity } from '../../../../src/maths/divergence.js';
import type { Span, Token } from '../../../../src/protocol/engine/index.js';

/** The vectors of a text's tokens in one layer. */
export interface LayerStates {
  /** flat [tokens, width] */
  values: ArrayLike<number>;
  width: number;
}

/** Which tokens a word is made of: those that share letters with it. */
export function tokensOfWord(
  text: string,
  { start, end }: Span,
  tokens: readonly Pick<Token, 'start' | 'end'>[],
): number[] {
  return tokens.flatMap((token, index) => {
    if (token.start === null || token.end === null) return [];
    const lead = text.slice(token.start, token.end).search(/\S/);
    return token.start + Math.max(0, lead) < end && token.end > start ? [index] : [];
  });
}

/** The mean of the vectors of some tokens. */
export function meanVector({ values, width }: LayerStates, tokens: readonly number[]): Float64Array {
  const mean = new Float64Array(width);
  for (const token of tokens) {
    for (let at = 0; at < width; at++) mean[at]! += (values[token * width + at] ?? 0) / tokens.length;
  }
  return mean;
}

/** Mean cosine of all pairs of a vector of the one list with one of the other; null where there is no pair. */
export function meanCosine(ones: readonly Float64Array[], others: readonly Float64Array[]): number | null {
  if (ones.length === 0 || others.length === 0) return null;
  let sum = 0;
  for (const one of ones) for (const other of others) sum += cosineSimilarity(one, other);
  return sum / (ones.length * others.length);
}

/** Mean cosine of all pairs within a list that `counts` lets through; null where there is none. */
export function meanPairCosine(
  vectors: readonly Float64Array[],
  counts: (one: number, other: number) => boolean = () => true,
): number | null {
  let [sum, pairs] = [0, 0];
  for (let one = 0; one < vectors.length; one++) {
    for (let other = 0; other < one; other++) {
      if (!counts(one, other)) continue;
      sum += cosineSimilarity(vectors[one]!, vectors[other]!);
      pairs++;
    }
  }
  return pairs > 0 ? sum / pairs : null;
}
