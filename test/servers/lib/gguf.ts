import { open } from 'node:fs/promises';

/** Types of metadata, by the numbers that the format has for them (ggml, docs/gguf.md). */
const TYPES = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const;

/** A value of the metadata. */
export type GgufValue =
  | { u32: number }
  | { f32: number }
  | { bool: boolean }
  | { string: string }
  | { strings: readonly string[] }
  | { i32s: readonly number[] };

/** Numbers in 32 bit; a matrix is [out, in], as PyTorch's Linear has it. */
export interface GgufTensor {
  shape: readonly number[];
  values: Float32Array;
}

/** The type of tensors in 32 bit, and at what bytes each tensor begins. */
const F32 = 0;
const ALIGNMENT = 32;
const VERSION = 3;

const padding = (length: number) => Buffer.alloc(-length & (ALIGNMENT - 1));

/** Little-endian numbers, one behind the other. */
function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, at) => bytes.writeUInt32LE(value, 4 * at));
  return bytes;
}

function u64(...values: number[]): Buffer {
  const bytes = Buffer.alloc(8 * values.length);
  values.forEach((value, at) => bytes.writeBigUInt64LE(BigInt(value), 8 * at));
  return bytes;
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

function string(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function valueBytes(value: GgufValue): Buffer {
  if ('u32' in value) return u32(TYPES.u32, value.u32);
  if ('f32' in value) return Buffer.concat([u32(TYPES.f32), f32(value.f32)]);
  if ('bool' in value) return Buffer.concat([u32(TYPES.bool), Buffer.of(Number(value.bool))]);
  if ('string' in value) return Buffer.concat([u32(TYPES.string), string(value.string)]);
  const [type, items] =
    'strings' in value
      ? [TYPES.string, value.strings.map(string)]
      : [TYPES.i32, [Buffer.from(Int32Array.from(value.i32s).buffer)]];
  const count = 'strings' in value ? value.strings.length : value.i32s.length;
  return Buffer.concat([u32(TYPES.array, type), u64(count), ...items]);
}

/** Writes what llama.cpp reads: metadata, the list of tensors (sizes from the innermost on), then their numbers. */
export async function writeGguf(
  file: string,
  metadata: ReadonlyMap<string, GgufValue>,
  tensors: ReadonlyMap<string, GgufTensor>,
): Promise<void> {
  const head = [Buffer.from('GGUF'), u32(VERSION), u64(tensors.size, metadata.size)];
  for (const [key, value] of metadata) head.push(string(key), valueBytes(value));
  let offset = 0;
  for (const [name, { shape, values }] of tensors) {
    head.push(string(name), u32(shape.length), u64(...[...shape].reverse()), u32(F32), u64(offset));
    offset += values.byteLength + padding(values.byteLength).length;
  }
  const header = Buffer.concat(head);
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(Buffer.concat([header, padding(header.length)]));
    for (const { values } of tensors.values()) {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      await handle.writeFile(Buffer.concat([bytes, padding(bytes.length)]));
    }
  } finally {
    await handle.close();
  }
}
