import type { FileHandle } from 'node:fs/promises';
import { GlassboxError } from '../protocol/engine/index.js';

/* The system may write or read fewer bytes than it is asked for, as on a disk that is nearly full, without an error. */

/** Writes all of some bytes at a place. */
export async function writeWhole(handle: FileHandle, bytes: Uint8Array, place: number): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, place + at);
    at += bytesWritten;
  }
}

/**
 * Reads all bytes of a part of a model's file.
 * @param file its path, for the message
 * @throws GlassboxError `model-broken` for a file that ends before
 */
export async function readWhole(
  handle: FileHandle,
  file: string,
  { offset, length }: { offset: number; length: number },
): Promise<Uint8Array> {
  const { size } = await handle.stat();
  const isWithin = offset >= 0 && length >= 0 && offset + length <= size;
  // Asked before there is room for as many: a broken file may name any number.
  if (!isWithin) throw cutOff(file, size, `${length} bytes from byte ${offset}`);
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length;) {
    const { bytesRead } = await handle.read(bytes, at, length - at, offset + at);
    if (bytesRead === 0) throw cutOff(file, offset + at, `${length} bytes from byte ${offset}`);
    at += bytesRead;
  }
  return bytes;
}

const cutOff = (file: string, size: number, wanted: string) =>
  new GlassboxError('model-broken', `${file} has ${size} bytes, and ${wanted} are read of it. Get the file again.`, {
    details: { kind: 'file', file, problem: 'content' },
  });
