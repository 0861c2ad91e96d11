import { queryRow, type WeightMatrix } from '../../../src/attention/weightMatrix.js';
import { topWeights } from '../../../src/maths/topWeights.js';
import { axisLabels } from '../../../src/attention/displayMatrix.js';
import { mergeWords, type Word } from '../../../src/attention/tokenWords.js';
import type { Read } from '../question.js';
import { html } from '../../shared/elements.js';
import { named } from '../../shared/texts.js';
import type { Page } from '../page.js';

/** A word of the target and the source word that was read most while it was written. */
export interface Aligned {
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
export function aligned(cross: WeightMatrix, read: Read, text: string): Aligned[] {
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

/** The alignment as a list that can be gone through. */
export function alignmentSection(
  { say, numbers }: Page,
  pairs: readonly Aligned[],
  choose: (word: Word) => void,
): HTMLElement {
  return html(
    'section.alignment',
    { attributes: { 'aria-label': say('alignment') } },
    html('h2', {}, say('alignment')),
    html('p.dim.small', {}, say('alignmentMeaning')),
    html(
      'ol',
      {},
      ...pairs.map(({ word, read, weight }) =>
        html(
          'li',
          {},
          html(
            'button.barrow',
            { attributes: { type: 'button' }, on: { click: () => choose(word) } },
            html('span.word', {}, named(word.text)),
            html('span.word.dim', {}, `← ${read ? named(read.text) : '–'}`),
            html('span.number.dim', {}, numbers.decimal(weight, 2)),
          ),
        ),
      ),
    ),
  );
}
