import { axisLabels } from '../../../src/attention/displayMatrix.js';
import { mergeWords, type Word } from '../../../src/attention/tokenWords.js';
import { type WeightMatrix, queryRow } from '../../../src/attention/weightMatrix.js';
import { topWeights } from '../../../src/maths/topWeights.js';
import type { TokenizedSides } from './prepareMap.js';

/** A word of the target and the source word that was read most while it was written. */
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
  const shaping = { words: true, specials: 'hide' } as const;
  const targets = axisLabels({ tokens: read.target, text: read.targetText ?? '' }, shaping).filter(
    ({ from }) => from > 0,
  );
  const sources = axisLabels({ tokens: read.source, text }, shaping);
  const writing = targets.map((word) => ({ ...word, from: word.from - 1, to: word.to - 1 }));
  const merged = mergeWords(cross, writing, sources);
  return targets.map((word, index) => {
    const [best] = topWeights(queryRow(merged, index), 1);
    return { word, read: best ? (sources[best.index] ?? null) : null, weight: best?.weight ?? 0 };
  });
}
