import { spearman } from '../../../src/maths/spearman.js';
import { axisLabels } from '../../../src/attention/displayMatrix.js';
import type { Word } from '../../../src/attention/tokenWords.js';
import type { Architecture, MapKind, OcclusionValue } from '../../../src/protocol/engine/index.js';
import type { DisplayedMap } from './displayModel.js';

/**
 * The token whose prediction a row feeds: BERT predicts the word itself with a mask in its place, a decoder the token
 * after the one that it reads at.
 * @returns null where nothing is predicted: an encoder that hands its states to a decoder, a special token
 */
export function predictedToken(architecture: Architecture, kind: MapKind, word: Word): number | null {
  switch (architecture) {
    case 'encoder':
      return word.start === null ? null : word.from;
    case 'decoder':
      return word.to;
    case 'encoder-decoder':
      return kind === 'encoder' ? null : word.to;
  }
}

/** What hiding a word changes; of a word of several pieces the piece that changes most. */
export interface OcclusionEffect {
  word: Word;
  bits: number;
}

/**
 * Effects by word, in the text's order.
 * @param words the pieces are merged; otherwise each token is by itself
 * @param text the tokens' offsets count in it
 */
export function occlusionEffects(value: OcclusionValue, text: string, words: boolean): OcclusionEffect[] {
  const isSource = value.hidden === 'source';
  const tokens = isSource ? value.source : (value.target ?? []);
  const bits = new Map(value.effects.map((effect) => [effect.index, effect.bits]));
  const side = { tokens, text: isSource ? text : (value.targetText ?? '') };
  return axisLabels(side, { words, specials: 'hide' }).flatMap((word) => {
    const known: number[] = [];
    for (let token = word.from; token < word.to; token++) {
      const change = bits.get(token);
      if (change !== undefined) known.push(change);
    }
    return known.length > 0 ? [{ word, bits: Math.max(...known) }] : [];
  });
}

/**
 * How far a row of weights and the effects of hiding agree about the words that both have.
 * @param row weights of all columns
 * @param self the word that looks, which is no neighbour of itself; null where it is on another side
 * @returns Spearman's rank correlation; null under three words, or where all are alike
 */
export function effectAgreement(
  columns: readonly Word[],
  row: ArrayLike<number>,
  effects: readonly OcclusionEffect[],
  self: Word | null,
): number | null {
  const byToken = new Map(effects.map(({ word, bits }) => [word.from, bits]));
  const weights: number[] = [];
  const changes: number[] = [];
  columns.forEach((word, column) => {
    const bits = byToken.get(word.from);
    if (bits === undefined || (self !== null && word.from === self.from)) return;
    weights.push(row[column] ?? 0);
    changes.push(bits);
  });
  return weights.length < 3 ? null : spearman(weights, changes);
}

/** Two rows over the same columns, specials and the word itself left out. */
export function rowAgreement(
  columns: readonly Word[],
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  self: Word | null,
): number | null {
  const kept = columns.flatMap((word, index) =>
    word.start === null || (self && word.from === self.from) ? [] : [index],
  );
  if (kept.length < 3) return null;
  return spearman(
    kept.map((index) => a[index] ?? 0),
    kept.map((index) => b[index] ?? 0),
  );
}

/** The word that looks, where it is among the words that are looked at. */
export function readingWord(map: DisplayedMap, row: number): Word | null {
  return map.kind === 'cross' ? null : (map.rows.words[row] ?? null);
}
