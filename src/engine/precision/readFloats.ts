import type { FileHandle } from 'node:fs/promises';
import type { FloatType, StoredTensor } from '../checkpoint/safetensors.js';
import { halfToFloat } from '../onnx/tensors.js';

/** All half-precision numbers, 256 kB: looking one up is ten times quicker than working it out. */
let halves: Float32Array | null = null;
const halfTable = () => (halves ??= Float32Array.from({ length: 1 << 16 }, (_, bits) => halfToFloat(bits)));

/** Numbers of a tensor from one to another, in 32 bit. */
export async function readFloats(
  file: FileHandle,
  { type, offset }: StoredTensor,
  from: number,
  count: number,
): Promise<Float32Array> {
  const size = type === 'F32' ? 4 : 2;
  const bytes = new Uint8Array(count * size);
  await file.read(bytes, 0, bytes.length, offset + from * size);
  return widened(type === 'F32' || type === 'BF16' ? type : 'F16', bytes);
}

/** Numbers as they are stored, in 32 bit. @param bytes a buffer of its own */
export function widened(type: FloatType, bytes: Uint8Array): Float32Array {
  if (type === 'F32') return new Float32Array(bytes.buffer);
  const short = new Uint16Array(bytes.buffer);
  const count = short.length;
  const result = new Float32Array(count);
  if (type === 'BF16') {
    // The upper half of a 32-bit number.
    const bits = new Uint32Array(result.buffer);
    for (let at = 0; at < count; at++) bits[at] = short[at]! << 16;
    return result;
  }
  const table = halfTable();
  for (let at = 0; at < count; at++) result[at] = table[short[at]!]!;
  return result;
}
