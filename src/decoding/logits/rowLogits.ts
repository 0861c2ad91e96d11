import { logSumExp } from '../../maths/softmax.js';
import type { StepOutput } from '../model/languageModel.js';
import type { KnownTokens } from './knownTokens.js';

/** What a step says of one row's next token: the logits of the whole vocabulary, or of its best tokens only. */
export interface RowLogits {
  values: Float32Array;
  /** the tokens of the values; null when their indices are the tokens */
  ids: Int32Array | null;
  /** log-sum-exp over the whole vocabulary, nats */
  total: number;
  /** the tokens with the largest values, best first, where the step has ranked the whole vocabulary */
  ranked: Int32Array | null;
  /** the values are these log-probabilities, and the rest of the vocabulary is not known */
  known?: KnownTokens;
}

/** Known tokens as a row: their log-probabilities are logits whose log-sum-exp over all tokens is 0. */
export const rowOfKnown = (known: KnownTokens): RowLogits => ({
  values: Float32Array.from(known.logProbabilities),
  ...{ ids: known.ids, total: 0, ranked: null, known },
});

export function readRowLogits({ logits, best, known }: StepOutput, vocabularySize: number, row: number): RowLogits {
  if (known) return rowOfKnown(known[row]!);
  const whole = logits.length > 0 ? sliceRow(logits, vocabularySize, row) : null;
  if (!best) return { values: whole!, ids: null, total: logSumExp(whole!), ranked: null };
  const ranked = sliceRow(best.ids, best.ids.length / best.totals.length, row);
  const total = best.totals[row]!;
  if (whole) return { values: whole, ids: null, total, ranked };
  return { values: sliceRow(best.logits, ranked.length, row), ids: ranked, total, ranked: null };
}

/** Gives the token at an index of a row's values. */
export const tokenIdAt = ({ ids }: Pick<RowLogits, 'ids'>, index: number) => (ids ? ids[index]! : index);

export function sliceRow<T extends Float32Array | Int32Array>(values: T, width: number, row: number): T {
  return values.subarray(row * width, (row + 1) * width) as T;
}
