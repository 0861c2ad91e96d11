import { toDisplayMatrix } from '../../../src/attention/displayMatrix.js';
import type { Word } from '../../../src/attention/tokenWords.js';
import { type WeightMatrix, queryRow } from '../../../src/attention/weightMatrix.js';
import { writtenTokens } from '../../../src/attention/writtenTokens.js';
import { topWeights } from '../../../src/maths/topWeights.js';
import type { TokenizedSides } from './prepareMap.js';

/** A word of the target, its tokens counted as rows, and the source word that was read most while it was written. */
export interface WordAlignment {
  word: Word;
  read: Word | null;
  weight: number;
}

/**
 * Cross-attention as a soft alignment: a piece is written by the position before it, so a target word's row is the mean
 * of the rows one place earlier (Vaswani et al. 2017 call it encoder-decoder attention; Bahdanau et al. 2015 read it so).
 * @param cross [target tokens, source tokens], the decoder's start token first
 * @param text of the source, as its offsets count
 */
export function alignWords(cross: WeightMatrix, read: TokenizedSides, text: string): WordAlignment[] {
  if (!read.target) return [];
  const written = { tokens: writtenTokens(read.target, ''), text: read.targetText ?? '' };
  const shaping = { words: true, specials: 'hide' } as const;
  const { matrix, rows, columns } = toDisplayMatrix(cross, written, { tokens: read.source, text }, shaping);
  return rows.map((word, index) => {
    const [best] = topWeights(queryRow(matrix, index), 1);
    return { word, read: best ? (columns[best.index] ?? null) : null, weight: best?.weight ?? 0 };
  });
}
