import * as l10n from '@vscode/l10n';
import { spearman } from '../../../src/maths/spearman.js';
import type { DisplayedMap } from './displayModel.js';
import type { WordEffect } from './wordEffects.js';

/** With fewer words there is no order to speak of. */
export const FEWEST_WORDS = 3;

/** With fewer words a rank correlation may well be chance: of four words one order in 24 agrees wholly. */
const FEW = 5;

/** The words that weights and effects are compared over: columns of a map, and what hiding each of them changes. */
export interface ComparedWords {
  columns: readonly number[];
  /** bits, in the order of the columns; null while it is unknown */
  bits: readonly number[] | null;
}

/**
 * Chooses the words that a row's weights, its rollout and the effects of hiding are compared over, the same for all
 * three: words of the text that the row may read, but for the place that reads. What the mask hides is left out, since
 * its zeros are no weights that the model gave.
 * @param effects what hiding changes; only words with an effect are taken then. Null: unknown, or not of the columns
 */
export function wordsToCompare(map: DisplayedMap, row: number, effects: readonly WordEffect[] | null): ComparedWords {
  const reader = map.kind === 'cross' ? null : (map.rows.words[row] ?? null);
  const byToken = effects && new Map(effects.map(({ word, bits }) => [word.from, bits]));
  const reach = map.reach?.[row] ?? map.columns.words.length;
  const columns: number[] = [];
  const bits: number[] = [];
  map.columns.words.forEach(({ from, to, start }, column) => {
    const isReader = reader !== null && from < reader.to && to > reader.from;
    const change = byToken?.get(from);
    if (column >= reach || start === null || isReader || (byToken && change === undefined)) return;
    columns.push(column);
    if (change !== undefined) bits.push(change);
  });
  return { columns, bits: byToken && bits };
}

/**
 * How far two orders of the same words agree.
 * @returns Spearman's rank correlation; null under three words, or where all are alike
 */
export function agreementOf(a: readonly number[], b: readonly number[]): number | null {
  return a.length < FEWEST_WORDS ? null : spearman(a, b);
}

/** The weights of a row at the words that are compared. */
export function weightsAt({ columns }: ComparedWords, row: ArrayLike<number>): number[] {
  return columns.map((column) => row[column] ?? 0);
}

/** The size of each effect at the words that are compared; null where one of them has none. */
export function sizesAt(
  { columns }: ComparedWords,
  map: Pick<DisplayedMap, 'columns'>,
  effects: readonly WordEffect[],
): number[] | null {
  const sizes = new Map(effects.map(({ word, bits }) => [word.from, Math.abs(bits)]));
  const found = columns.map((column) => sizes.get(map.columns.words[column]?.from ?? -1));
  return found.every((size) => size !== undefined) ? found : null;
}

/** The sentence that a rank correlation of few words does not stand without; null where there are enough. */
export function fewWordsText(count: number): string | null {
  return count < FEW ? l10n.t('Fewer than five words: such a figure may well be chance.') : null;
}
