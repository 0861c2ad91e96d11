import { queryRow, type WeightMatrix } from '../../../src/attention/weightMatrix.js';
import { sumOf } from '../../../src/maths/topWeights.js';
import { groupWords, mergeWords, type Word } from '../../../src/attention/tokenWords.js';
import { selectRowsAndColumns } from '../../../src/attention/specialTokens.js';
import type { Span, Token } from '../../../src/protocol/engine/index.js';
import type { AttentionView } from '../../../src/protocol/webviews/index.js';

/** A map between the words of a text, whatever the model's tokens are. */
export interface WordMap {
  /** [words, words] of the text, by their order in it */
  matrix: WeightMatrix;
  /** what each word spends on special tokens and line breaks; null where these are hidden */
  other: Float32Array | null;
  /** words that the model has no token for, among the reading and the read ones */
  missing: { rows: ReadonlySet<number>; columns: ReadonlySet<number> };
}

/** Tokens of one word, or of several words that share a token. */
interface Group extends Word {
  /** words of the text by index, and the share that each has of the group's characters */
  words: { index: number; share: number }[];
}

/**
 * A map of tokens laid over the words of the text by characters: summed to a word, averaged from a word. A token that
 * reaches over several words is shared out among them by their lengths, and reads for each of them. Special tokens do not
 * read, for they are not words; what they are given is `other`, or shared out when rows are renormalised.
 * @param spans the text's words
 */
export function buildWordMap(
  map: WeightMatrix,
  rowTokens: readonly Token[],
  columnTokens: readonly Token[],
  text: string,
  spans: readonly Span[],
  specials: AttentionView['specials'],
): WordMap {
  const rows = groupsOf(rowTokens, text, spans);
  const columns = groupsOf(columnTokens, text, spans);
  const kept = selectRowsAndColumns(map, tokensOf(rows), tokensOf(columns), specials === 'renormalise');
  const merged = mergeWords(kept, packWords(rows), packWords(columns));
  const values = new Float32Array(spans.length * spans.length);
  const other = specials === 'show' ? new Float32Array(spans.length) : null;
  rows.forEach(({ words }, at) => {
    const weights = queryRow(merged, at);
    const rest = Math.max(0, 1 - sumOf(weights));
    for (const { index: row } of words) {
      columns.forEach((column, of) => {
        for (const { index, share } of column.words) values[row * spans.length + index] = (weights[of] ?? 0) * share;
      });
      if (other) other[row] = rest;
    }
  });
  return {
    matrix: { queries: spans.length, keys: spans.length, values },
    other,
    missing: { rows: missingWords(rows, spans.length), columns: missingWords(columns, spans.length) },
  };
}

/** The stretches of a text that a tokenizer has one token for although they are several words. */
export function coarseTokenNames(tokens: readonly Token[], text: string, spans: readonly Span[]): string[] {
  return groupsOf(tokens, text, spans).flatMap(({ words, text: stretch }) => (words.length > 1 ? [stretch] : []));
}

function groupsOf(tokens: readonly Token[], text: string, spans: readonly Span[]): Group[] {
  return groupWords(tokens, text, spans).flatMap((word) => {
    const { place, end } = word;
    if (place === null || end === null) return [];
    const last = spans.findLastIndex(({ start }) => start < end);
    const lengths = spans.slice(place, last + 1).map((span) => span.end - span.start);
    const whole = sumOf(lengths);
    return [{ ...word, words: lengths.map((length, at) => ({ index: place + at, share: length / whole })) }];
  });
}

const tokensOf = (words: readonly Word[]) =>
  words.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index));

function packWords(words: readonly Word[]): Word[] {
  let from = 0;
  return words.map((word) => ({ ...word, from, to: (from += word.to - word.from) }));
}

function missingWords(groups: readonly Group[], count: number): Set<number> {
  const found = new Set(groups.flatMap(({ words }) => words.map(({ index }) => index)));
  return new Set(Array.from({ length: count }, (_, place) => place).filter((place) => !found.has(place)));
}
