import type { Blocks } from './blocks8.js';

/** Values that share a scale, as is usual for 4 bit; a row must divide by it. */
export const BLOCK_4 = 32;
const ZERO = 8;
const MOST = 15;

/**
 * Rounds rows to 4 bit: (code − 8) · scale with codes from 0 to 15. The value farthest from 0 in a block gets the code 0,
 * whatever its sign, so that one of the sixteen steps more is used (Q4_0 of llama.cpp, onnxruntime's symmetric blocks).
 * Two codes are a byte, the first in its lower half.
 * @param values flat [rows, columns]
 */
export function rowsToNibbles(values: Float32Array, size = BLOCK_4): Blocks {
  const codes = new Uint8Array(values.length / 2);
  const scales = new Float32Array(values.length / size);
  for (let block = 0, start = 0; start < values.length; block++, start += size) {
    const end = start + size;
    let farthest = 0;
    for (let at = start; at < end; at++) if (Math.abs(values[at]!) > Math.abs(farthest)) farthest = values[at]!;
    const scale = Math.fround(farthest / -ZERO);
    scales[block] = scale;
    const factor = scale === 0 ? 0 : 1 / scale;
    for (let at = start; at < end; at += 2) {
      codes[at / 2] = nibble(values[at]! * factor) | (nibble(values[at + 1]! * factor) << 4);
    }
  }
  return { codes, scales };
}

/** What is cut off is positive, so cutting rounds down. */
const nibble = (steps: number): number => Math.min(MOST, Math.max(0, Math.trunc(steps + ZERO + 0.5)));
