import { headMatrix, queryRow, type WeightMatrix } from '../../../../attention/weightMatrix.js';
import { sumOf, topWeights, type WeightedIndex } from '../../../../maths/topWeights.js';
import { toDisplayMatrix } from '../../../../attention/displayMatrix.js';
import type { Word } from '../../../../attention/tokenWords.js';
import type { AttentionValue, MapKind } from '../../../../protocol/engine/index.js';

/** A sentence's words and what each of them attends to; one answer of the engine serves all its words. */
export interface SentenceAttention {
  model: string;
  kind: MapKind;
  words: readonly Word[];
  /** between words; each row sums to 1 */
  matrix: WeightMatrix;
  /** what each word spends on special tokens, which `matrix` leaves out; shares of all of its attention */
  special: readonly number[];
}

/** How a hover shapes a map, and a link from it asks the panel to. */
export const HOVER_SHAPING = { words: true, specials: 'renormalise' } as const;

/**
 * The words' map of a sentence's own side: an encoder's, or a decoder's where there is no other.
 * @param layer from 0; null: the mean of those that the answer holds
 */
export function sentenceAttention(
  { model, source, maps }: AttentionValue,
  text: string,
  layer: number | null,
  head: number | null,
): SentenceAttention | null {
  const map = maps.find(({ kind }) => kind === 'encoder') ?? maps.find(({ kind }) => kind === 'decoder');
  if (map === undefined || map.queries !== source.length || map.keys !== source.length) return null;
  const side = { tokens: source, text };
  const whole = headMatrix(map, layer, head);
  const { matrix, rows } = toDisplayMatrix(whole, side, side, HOVER_SHAPING);
  const left = toDisplayMatrix(whole, side, side, { ...HOVER_SHAPING, specials: 'hide' }).matrix;
  const special = rows.map((_, row) => Math.max(0, 1 - sumOf(queryRow(left, row))));
  return { model, kind: map.kind, words: rows, matrix, special };
}

/** What one word attends to. Shares of its row, together 1; `special` is a share of all that it spends. */
export interface WordAttention {
  /** index of the word */
  word: number;
  /** other words, strongest first */
  top: WeightedIndex[];
  itself: number;
  punctuation: number;
  /** words that are not in `top` */
  others: number;
  special: number;
}

const isWord = ({ text }: Word) => /[\p{L}\p{N}]/u.test(text);

/**
 * What the word at a place attends to most; null where no word stands, or it attends to no other.
 * @param at in the sentence, in UTF-16 units
 */
export function wordAttentionAt(
  { words, matrix, special }: SentenceAttention,
  at: number,
  count: number,
): WordAttention | null {
  const word = words.findIndex(({ start, end }) => start !== null && end !== null && start <= at && at < end);
  if (word < 0) return null;
  const row = queryRow(matrix, word);
  const top = topWeights(row, count, (index) => index !== word && isWord(words[index]!));
  if (top.length === 0) return null;
  const itself = row[word] ?? 0;
  const marks = row.filter((_, index) => index !== word && !isWord(words[index]!));
  const punctuation = sumOf(marks);
  const shown = top.reduce((all, { weight }) => all + weight, 0);
  const others = Math.max(0, sumOf(row) - itself - punctuation - shown);
  return { word, top, itself, punctuation, others, special: special[word] ?? 0 };
}
