import { logSumExp } from '../maths/softmax.js';
import type { StepOutput } from './step.js';

/** What a step says of one row's next token: the logits of the whole vocabulary, or of its best tokens only. */
export interface RowLogits {
  values: Float32Array;
  /** the tokens of the values; null when their indices are the tokens */
  ids: Int32Array | null;
  /** log-sum-exp over the whole vocabulary, nats */
  total: number;
}

export function rowLogits({ logits, best }: StepOutput, vocabularySize: number, row: number): RowLogits {
  if (!best) {
    const values = rowOf(logits, vocabularySize, row);
    return { values, ids: null, total: logSumExp(values) };
  }
  const count = best.ids.length / best.totals.length;
  return {
    values: rowOf(best.logits, count, row),
    ids: best.ids.subarray(row * count, (row + 1) * count),
    total: best.totals[row]!,
  };
}

/** The token at an index of a row's values. */
export const tokenAt = ({ ids }: Pick<RowLogits, 'ids'>, index: number) => (ids ? ids[index]! : index);

export function rowOf(values: Float32Array, width: number, row: number): Float32Array {
  return values.subarray(row * width, (row + 1) * width);
}
