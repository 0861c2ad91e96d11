import type { Token } from '../../../src/protocol/engine/index.js';

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

/** The last token that touches a stretch of the text: what stands behind it is the right-hand context of the whole. */
export function lastTokenIn(tokens: readonly Token[], start: number, end: number): number {
  return tokens.findLastIndex((token) => token.start !== null && token.start < end && (token.end ?? 0) > start);
}

export const MASK_STEPS = ['scores', 'mask', 'softmax'] as const;
export type MaskStep = (typeof MASK_STEPS)[number];
