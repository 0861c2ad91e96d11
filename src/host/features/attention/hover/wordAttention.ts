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
  /** between words: the model's weights, as the panel shows them; special tokens are left out, so a row sums to less than 1 */
  matrix: WeightMatrix;
}

/** How a hover shapes a map, and a link from it asks the panel to. */
export const HOVER_SHAPING = { words: true, specials: 'hide' } as const;

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
  return { model, kind: map.kind, words: rows, matrix };
}

/** What one word attends to: shares of all that it spends, together 1. */
export interface WordAttention {
  /** index of the word */
  word: number;
  /** other words, strongest first */
  top: WeightedIndex[];
  itself: number;
  /** punctuation and symbols */
  punctuation: number;
  /** words that are not in `top` */
  others: number;
  /** [CLS], [SEP] and the like */
  special: number;
}

/** Not punctuation or a symbol; an emoji stands for something, as a word does. */
const isWord = ({ text }: Word) => /[\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}]/u.test(text);

/**
 * What the word at a place attends to most; null where no word stands, or it attends to no other.
 * @param at in the sentence, in UTF-16 units
 */
export function wordAttentionAt({ words, matrix }: SentenceAttention, at: number, count: number): WordAttention | null {
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
  return { word, top, itself, punctuation, others, special: Math.max(0, 1 - sumOf(row)) };
}
