import type { FileHandle } from 'node:fs/promises';
import type { StoredTensor } from '../checkpoint/safetensors.js';
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
  if (type === 'F32') return new Float32Array(bytes.buffer);
  const short = new Uint16Array(bytes.buffer);
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
