/** Sizes of a block that are tried, the largest that divides a row: 128 is the quickest of those that were measured. */
const BLOCK_SIZES = [128, 64, 32, 16];
const ZERO = 128;
const MOST = 127;

/** Values that share a scale; null where a row does not divide. */
export const blockSize = (columns: number): number | null => BLOCK_SIZES.find((size) => columns % size === 0) ?? null;

/** Numbers of a matrix in 8 bit: (code − 128) · scale, a scale for each block of a row. */
export interface Blocks {
  codes: Uint8Array;
  scales: Float32Array;
}

/**
 * Rounds rows to 8 bit, evenly from −127 to 127 times the largest of each block (symmetric, round to nearest).
 * @param values flat [rows, columns]
 */
export function rowsToBlocks(values: Float32Array, size: number): Blocks {
  const codes = new Uint8Array(values.length);
  const scales = new Float32Array(values.length / size);
  for (let block = 0, start = 0; start < values.length; block++, start += size) {
    const end = start + size;
    let most = 0;
    for (let at = start; at < end; at++) {
      const value = Math.abs(values[at]!);
      if (value > most) most = value;
    }
    scales[block] = most / MOST;
    const factor = most > 0 ? MOST / most : 0;
    // What is cut off here is positive, so cutting rounds down.
    for (let at = start; at < end; at++) codes[at] = values[at]! * factor + ZERO + 0.5;
  }
  return { codes, scales };
}

/** [from, to] to [to, from]. */
export function turned(values: Float32Array, from: number, to: number): Float32Array {
  const result = new Float32Array(values.length);
  // By squares that both fit the processor's nearest memory.
  const SQUARE = 32;
  for (let row = 0; row < from; row += SQUARE) {
    for (let column = 0; column < to; column += SQUARE) {
      const [rows, columns] = [Math.min(from, row + SQUARE), Math.min(to, column + SQUARE)];
      for (let r = row; r < rows; r++)
        for (let c = column; c < columns; c++) result[c * from + r] = values[r * to + c]!;
    }
  }
  return result;
}
