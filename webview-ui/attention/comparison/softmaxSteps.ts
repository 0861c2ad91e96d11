import type { AttentionMap } from '../../../src/protocol/engine/index.js';
import { windowAround, type SoftmaxSteps } from '../../kit/mask/maskSteps.js';
import { isCausal } from '../model/displayModel.js';

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
