import { open } from 'node:fs/promises';
import path from 'node:path';
import { readCheckpoint } from './checkpoint.js';
import { isFloatType, type FloatType, type StoredTensor } from './safetensors.js';

/** Elements of two and four bytes whose exponent is all ones: NaN and the infinities. */
const EXPONENTS: Readonly<Record<FloatType, number>> = { F32: 0x7f800000, F16: 0x7c00, BF16: 0x7f80 };
const CHUNK = 4_000_000;

/** A weight that holds what is no number. */
export interface DamagedWeight {
  /** path of its file */
  file: string;
  name: string;
}

/**
 * The first of a folder's weights that holds NaN or an infinity; null when all are numbers. It reads all of them: for when
 * a model has given what is no number.
 * @throws GlassboxError `model-broken`
 */
export async function damagedWeight(folder: string): Promise<DamagedWeight | null> {
  const { folder: home, tensors } = await readCheckpoint(folder);
  for (const tensor of tensors.values()) {
    const { name, file, type } = tensor;
    if (isFloatType(type) && (await isDamaged(path.join(home, file), tensor, type))) {
      return { file: path.join(home, file), name };
    }
  }
  return null;
}

async function isDamaged(file: string, { offset, length }: StoredTensor, type: FloatType): Promise<boolean> {
  const exponent = EXPONENTS[type];
  const handle = await open(file, 'r');
  try {
    for (let at = 0; at < length; at += CHUNK) {
      const bytes = new Uint8Array(Math.min(CHUNK, length - at));
      await handle.read(bytes, 0, bytes.length, offset + at);
      const bits = type === 'F32' ? new Uint32Array(bytes.buffer) : new Uint16Array(bytes.buffer);
      if (bits.some((one) => (one & exponent) === exponent)) return true;
    }
    return false;
  } finally {
    await handle.close();
  }
}
