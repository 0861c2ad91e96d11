import type { WeightMatrix } from '../../../src/maths/attention/matrix.js';
import { groupWords, mergeWords, type Word } from '../../../src/maths/attention/words.js';
import { selected } from '../../../src/maths/attention/specials.js';
import type { AttentionView, Span, Token } from '../../../src/protocol/index.js';

/** A map between the words of a text, whatever the model's tokens are. */
export interface Aligned {
  /** [words, words] of the text, by their order in it */
  matrix: WeightMatrix;
  /** what each word spends on special tokens and line breaks; null where these are hidden */
  other: Float32Array | null;
  /** words that the model has no token for, among the reading and the read ones */
  missing: { rows: ReadonlySet<number>; columns: ReadonlySet<number> };
}

/**
 * A map of tokens laid over the words of the text: summed to a word, averaged from a word. Special tokens do not read, for
 * they are not words; what they are given is `other`, or shared out among the words when rows are renormalised.
 * @param spans the text's words as all tokenizers share them
 */
export function aligned(
  map: WeightMatrix,
  rowTokens: readonly Token[],
  columnTokens: readonly Token[],
  text: string,
  spans: readonly Span[],
  specials: AttentionView['specials'],
): Aligned {
  const rows = placed(groupWords(rowTokens, text, spans));
  const columns = placed(groupWords(columnTokens, text, spans));
  const kept = selected(map, tokensOf(rows), tokensOf(columns), specials === 'renormalise');
  const merged = mergeWords(kept, packed(rows), packed(columns));
  const values = new Float32Array(spans.length * spans.length);
  const other = specials === 'show' ? new Float32Array(spans.length) : null;
  rows.forEach(({ place: row }, at) => {
    let sum = 0;
    columns.forEach(({ place: column }, of) => {
      const weight = merged.values[at * columns.length + of] ?? 0;
      values[row * spans.length + column] = weight;
      sum += weight;
    });
    if (other) other[row] = Math.max(0, 1 - sum);
  });
  return {
    matrix: { queries: spans.length, keys: spans.length, values },
    other,
    missing: { rows: missing(rows, spans.length), columns: missing(columns, spans.length) },
  };
}

type Placed = Word & { place: number };

const placed = (words: readonly Word[]) => words.filter((word): word is Placed => word.place !== null);

const tokensOf = (words: readonly Word[]) =>
  words.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index));

function packed(words: readonly Word[]): Word[] {
  let from = 0;
  return words.map((word) => ({ ...word, from, to: (from += word.to - word.from) }));
}

function missing(words: readonly Placed[], count: number): Set<number> {
  const found = new Set(words.map(({ place }) => place));
  return new Set(Array.from({ length: count }, (_, place) => place).filter((place) => !found.has(place)));
}
