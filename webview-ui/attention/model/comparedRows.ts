import { queryRow } from '../../../src/attention/weightMatrix.js';
import type { AttentionMap } from '../../../src/protocol/engine/index.js';
import type { DisplayedMap } from './displayModel.js';

/** What a word reads, to be compared with what hiding changes: weights by the map's columns; null while unknown. */
export interface ComparedRows {
  weights: ArrayLike<number> | null;
  rollout: ArrayLike<number> | null;
  /** the word was masked, as it is when hiding is measured */
  isMasked: boolean;
}

/** The rows as they are shown. */
export function shownRows(row: number, weights: DisplayedMap | null, rollout: DisplayedMap | null): ComparedRows {
  const at = (map: DisplayedMap | null) => map && row >= 0 && queryRow(map.matrix, row);
  return { weights: at(weights) || null, rollout: at(rollout) || null, isMasked: false };
}

/**
 * A word's row by the map's columns, from the rows of its pieces: averaged over them and summed to words, as in the
 * picture.
 * @param start of the first piece's row in the values
 */
export function mergedRow(
  { columns }: Pick<DisplayedMap, 'columns'>,
  { keys, values }: Pick<AttentionMap, 'keys' | 'values'>,
  start: number,
  pieces: number,
): Float32Array {
  return Float32Array.from(columns.words, ({ from, to }) => {
    let sum = 0;
    for (let piece = 0; piece < pieces; piece++) {
      for (let key = from; key < to; key++) sum += values[start + piece * keys + key] ?? 0;
    }
    return sum / pieces;
  });
}
