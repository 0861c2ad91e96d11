import { axisLabels } from '../../../src/attention/displayMatrix.js';
import type { Word } from '../../../src/attention/tokenWords.js';
import type { OcclusionValue, SaliencyValue } from '../../../src/protocol/engine/index.js';

/** What a word, or a token where they are not merged, does to a prediction. */
export interface WordEffect {
  word: Word;
  bits: number;
}

/** How gradients are made figures. */
export type GradientKind = 'integrated' | 'gradientInput';

/**
 * What hiding each word changes, in the text's order.
 * @param words whole words were hidden; otherwise each token by itself
 * @param text the tokens' offsets count in it
 */
export const occlusionEffects = (value: OcclusionValue, text: string, words: boolean): WordEffect[] =>
  wordEffects(value, value.hidden, value.effects, text, words);

/** What each word's vector adds by gradients. @param text, words as for `occlusionEffects` */
export const saliencyEffects = (
  value: SaliencyValue,
  kind: GradientKind,
  text: string,
  words: boolean,
): WordEffect[] => {
  const effects = value.effects.map((effect) => ({ index: effect.index, bits: effect[kind] ?? 0 }));
  return wordEffects(value, value.explained, effects, text, words);
};

function wordEffects(
  { source, target, targetText }: Pick<OcclusionValue, 'source' | 'target' | 'targetText'>,
  of: 'source' | 'target',
  effects: readonly { index: number; bits: number }[],
  text: string,
  words: boolean,
): WordEffect[] {
  const isSource = of === 'source';
  const byToken = new Map(effects.map(({ index, bits }) => [index, bits]));
  const side = { tokens: isSource ? source : (target ?? []), text: isSource ? text : (targetText ?? '') };
  return axisLabels(side, { words, specials: 'hide' }).flatMap((word) => {
    const bits = byToken.get(word.from);
    return bits === undefined ? [] : [{ word, bits }];
  });
}
