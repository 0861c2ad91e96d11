import type { AttentionMap, Token } from '../../../src/protocol/engine/index.js';
import { isCausal } from '../model/displayModel.js';

/** More tokens a side cannot be read in three pictures beside each other. */
export const MOST_TOKENS = 16;

/** Scores, mask and softmax of one head, on a window of the tokens. */
export interface SoftmaxSteps {
  /** indices of the tokens in sight */
  rows: readonly number[];
  columns: readonly number[];
  /** [rows, columns] in sight */
  scores: Float32Array;
  weights: Float32Array;
  /** lowest and highest score in sight */
  low: number;
  high: number;
  /** whether the row's token must not read the column's */
  isMasked: (row: number, column: number) => boolean;
}

/**
 * The tokens in sight around one of them.
 * @returns indices in order, at most `most`
 */
export function windowAround(at: number, count: number, most = MOST_TOKENS): number[] {
  const from = Math.max(0, Math.min(at - Math.floor(most / 2), count - most));
  return Array.from({ length: Math.min(most, count) }, (_, index) => from + index);
}

/**
 * @param map one layer and head, with `scores`
 * @param at the tokens in the middle of the window, among the reading and the read ones
 */
export function softmaxSteps(map: AttentionMap, at: { row: number; column: number }): SoftmaxSteps | null {
  const { scores, values, queries, keys, kind } = map;
  if (!scores) return null;
  const rows = windowAround(at.row, queries);
  const columns = windowAround(at.column, keys);
  const part = (from: Float32Array) =>
    Float32Array.from(rows.flatMap((row) => columns.map((column) => from[row * keys + column] ?? NaN)));
  const inSight = part(scores);
  const isMasked = (row: number, column: number) => isCausal(kind) && (columns[column] ?? 0) > (rows[row] ?? 0);
  // What is masked has no say in the colours either.
  const said = inSight.filter((score, index) => {
    const [row, column] = [Math.floor(index / columns.length), index % columns.length];
    return Number.isFinite(score) && !isMasked(row, column);
  });
  return {
    rows,
    columns,
    scores: inSight,
    weights: part(values),
    low: said.length > 0 ? Math.min(...said) : 0,
    high: said.length > 0 ? Math.max(...said) : 0,
    isMasked,
  };
}

/** One row of softmax in figures. */
export interface SoftmaxRow {
  /** keys that may be read */
  allowed: number;
  /** the key that gets most, its score, and Σ e^(score − that score) over all allowed keys */
  strongest: number;
  score: number;
  sum: number;
  /** e^0 / sum: what softmax makes of it */
  weight: number;
}

/**
 * What softmax does with a row of scores, from the scores alone: the page shows its result beside the model's weight.
 * @param row index in the whole map, not in the window
 */
export function softmaxRow({ scores, keys, kind }: AttentionMap, row: number): SoftmaxRow | null {
  if (!scores) return null;
  const allowed = isCausal(kind) ? Math.min(keys, row + 1) : keys;
  const values = scores.subarray(row * keys, row * keys + allowed);
  let strongest = 0;
  for (let key = 1; key < allowed; key++) if ((values[key] ?? 0) > (values[strongest] ?? 0)) strongest = key;
  const score = values[strongest];
  if (score === undefined) return null;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - score);
  return { allowed, strongest, score, sum, weight: 1 / sum };
}

/** The last token that touches a stretch of the text: what stands behind it is the right-hand context of the whole. */
export function lastTokenIn(tokens: readonly Token[], start: number, end: number): number {
  return tokens.findLastIndex((token) => token.start !== null && token.start < end && (token.end ?? 0) > start);
}

export const MASK_STEPS = ['scores', 'mask', 'softmax'] as const;
export type MaskStep = (typeof MASK_STEPS)[number];
