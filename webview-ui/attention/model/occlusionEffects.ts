import { axisLabels } from '../../../src/attention/displayMatrix.js';
import type { Word } from '../../../src/attention/tokenWords.js';
import type { OcclusionValue } from '../../../src/protocol/engine/index.js';

/** What hiding a word, or a token where they are not merged, changes. */
export interface OcclusionEffect {
  word: Word;
  bits: number;
}

/**
 * Effects by word, in the text's order.
 * @param words whole words were hidden; otherwise each token by itself
 * @param text the tokens' offsets count in it
 */
export function occlusionEffects(value: OcclusionValue, text: string, words: boolean): OcclusionEffect[] {
  const isSource = value.hidden === 'source';
  const tokens = isSource ? value.source : (value.target ?? []);
  const byToken = new Map(value.effects.map(({ index, bits }) => [index, bits]));
  const side = { tokens, text: isSource ? text : (value.targetText ?? '') };
  return axisLabels(side, { words, specials: 'hide' }).flatMap((word) => {
    const bits = byToken.get(word.from);
    return bits === undefined ? [] : [{ word, bits }];
  });
}
