import { crc32 } from './crc32.js';
import { KEY_LENGTH } from './vectorMemory.js';
import type { Vector } from './vectors.js';

/*
 * The file of an index's vectors: a head, then records of one length that are only ever appended. Each says itself whether
 * it is whole, so that a file whose writer was killed, or whose disk has lost a block, lacks some vectors and nothing else.
 *
 * head: magic (8 bytes), form (u32), numbers of a vector (u32), what it is of (8 bytes), which writing it is (8 bytes), CRC-32
 * record: key (8 bytes), scale (f32), codes (i8 each), CRC-32; all little-endian
 */

const MAGIC = 'GLASSVEC';
/** Counts the forms that indexes have had, and the ways in which documents were split for them. */
export const INDEX_FORM = 1;
export const HEAD_BYTES = 36;
const KEY_BYTES = KEY_LENGTH / 2;
/** The largest published sentence encoders have 4,096. */
const MOST_NUMBERS = 16_384;

export interface VectorHead {
  /** numbers of a vector */
  size: number;
  /** 16 hexadecimal digits that stand for the model */
  model: string;
  /** 16 hexadecimal digits: another one when the file was written anew instead of appended to */
  writing: string;
}

export const recordBytes = (size: number): number => KEY_BYTES + 4 + size + 4;

export function writeHead({ size, model, writing }: VectorHead): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(MAGIC, 0, 'latin1');
  head.writeUInt32LE(INDEX_FORM, 8);
  head.writeUInt32LE(size, 12);
  head.write(model, 16, 'hex');
  head.write(writing, 24, 'hex');
  head.writeUInt32LE(crc32(head.subarray(0, 32)), 32);
  return head;
}

/** Null for what is no head, or one of another form. */
export function readHead(head: Buffer): VectorHead | null {
  if (head.length < HEAD_BYTES || head.toString('latin1', 0, 8) !== MAGIC) return null;
  if (head.readUInt32LE(8) !== INDEX_FORM || head.readUInt32LE(32) !== crc32(head.subarray(0, 32))) return null;
  const size = head.readUInt32LE(12);
  if (size === 0 || size > MOST_NUMBERS) return null;
  return { size, model: head.toString('hex', 16, 24), writing: head.toString('hex', 24, 32) };
}

/** @param vectors all of one size */
export function writeRecords(vectors: readonly (readonly [key: string, vector: Vector])[]): Buffer {
  const length = recordBytes(vectors[0]?.[1].codes.length ?? 0);
  const records = Buffer.alloc(length * vectors.length);
  for (const [at, [key, { scale, codes }]] of vectors.entries()) {
    const record = records.subarray(at * length, (at + 1) * length);
    record.write(key, 0, 'hex');
    record.writeFloatLE(scale, KEY_BYTES);
    record.set(new Uint8Array(codes.buffer, codes.byteOffset, codes.length), KEY_BYTES + 4);
    record.writeUInt32LE(crc32(record.subarray(0, length - 4)), length - 4);
  }
  return records;
}

/** The whole records of a stretch of the file that begins with one; what is not whole is left out. */
export function* readRecords(bytes: Buffer, size: number): Generator<[key: string, vector: Vector]> {
  const length = recordBytes(size);
  for (let at = 0; at + length <= bytes.length; at += length) {
    const record = bytes.subarray(at, at + length);
    if (record.readUInt32LE(length - 4) !== crc32(record.subarray(0, length - 4))) continue;
    const codes = new Int8Array(record.buffer, record.byteOffset + KEY_BYTES + 4, size);
    yield [record.toString('hex', 0, KEY_BYTES), { scale: record.readFloatLE(KEY_BYTES), codes }];
  }
}
