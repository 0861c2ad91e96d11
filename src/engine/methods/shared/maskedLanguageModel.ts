import { logSoftmax } from '../../../maths/softmax.js';
import type { MaskedLogits } from '../../models/model.js';

/** A text as token ids in which some masks are filled and the positions in `open`, left to right, are not. */
export interface MaskFilling {
  ids: readonly number[];
  open: readonly number[];
  /** ids put in, a list for each filled mask */
  filled: readonly (readonly number[])[];
  /** sum over the filled pieces, each given the ones before */
  logProbability: number;
}

/**
 * One run of the model over rows of equal length (BERT is given no padding).
 * @returns the natural-log probabilities over the vocabulary at a position of a row
 */
export type PredictMasks = (
  rows: readonly (readonly number[])[],
  signal?: AbortSignal,
) => Promise<(row: number, position: number) => Float32Array>;

export function createMaskPredictor(masked: MaskedLogits): PredictMasks {
  return async (rows, signal) => {
    const length = rows[0]?.length ?? 0;
    const logits = await masked(rows, signal);
    const width = logits.length / (rows.length * length);
    return (row, position) => {
      const start = (row * length + position) * width;
      return logSoftmax(logits.subarray(start, start + width));
    };
  };
}

/** The filling with its first open mask replaced by as many masks as `pieces`, for scoring them left to right. */
function widenMask(
  filling: MaskFilling,
  pieces: number,
  maskId: number,
): { ids: number[]; position: number; open: number[] } {
  const [position = 0, ...rest] = filling.open;
  const ids = [...filling.ids];
  ids.splice(position, 1, ...Array<number>(pieces).fill(maskId));
  return { ids, position, open: rest.map((later) => later + pieces - 1) };
}

/**
 * Fills the first open mask with these pieces, left to right, each given the ones before; later masks stay masked.
 * @param longest tokens the model takes; what would be longer has probability 0 and gives null
 */
export async function fillWithPieces(
  filling: MaskFilling,
  pieces: readonly number[],
  maskId: number,
  predict: PredictMasks,
  longest: number,
  signal?: AbortSignal,
): Promise<MaskFilling | null> {
  const { ids, position, open } = widenMask(filling, pieces.length, maskId);
  if (pieces.length === 0 || ids.length > longest) return null;
  let { logProbability } = filling;
  for (const [offset, piece] of pieces.entries()) {
    const prediction = await predict([ids], signal);
    logProbability += prediction(0, position + offset)[piece] ?? Number.NEGATIVE_INFINITY;
    ids[position + offset] = piece;
  }
  return { ids, open, filled: [...filling.filled, pieces], logProbability };
}
