import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { SkipReason } from '../../protocol/engine/index.js';

/** So many bytes of a file are looked at to tell text from what is none. */
const LOOKED_AT = 8000;
/** A file whose time of change is so near may change again within the clock's tick, in milliseconds. */
const FRESH = 2000;

/** A text file as it was at one time. */
export interface ReadDocument {
  text: string;
  size: number;
  /** milliseconds; −1 where it is too new to be relied on */
  mtime: number;
  /** of its bytes, 16 hexadecimal digits of SHA-256 */
  hash: string;
}

/**
 * A text as the editor has it: in UTF-8, or in UTF-16 where a mark says so; the mark goes.
 * @returns why it is not read, where it is not
 */
export async function readDocument(file: string, mostBytes: number): Promise<ReadDocument | SkipReason> {
  let handle: FileHandle;
  try {
    // A pipe that has come into its place would wait for ever; there is no such flag on Windows.
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
  } catch {
    return 'unreadable';
  }
  try {
    // One that is being written is given a second chance.
    for (let tries = 0; tries < 2; tries += 1) {
      const before = await handle.stat();
      if (!before.isFile()) return 'unreadable';
      if (before.size > mostBytes) return 'large';
      const bytes = Buffer.alloc(before.size);
      const length = await fill(handle, bytes);
      const after = await handle.stat();
      if (length < before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) continue;
      const text = textOf(bytes);
      if (text === null) return 'binary';
      const isFresh = Date.now() - before.mtimeMs < FRESH;
      const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
      return { text, size: before.size, mtime: isFresh ? -1 : before.mtimeMs, hash };
    }
    return 'changing';
  } catch {
    return 'unreadable';
  } finally {
    await handle.close();
  }
}

async function fill(handle: FileHandle, bytes: Buffer): Promise<number> {
  let at = 0;
  while (at < bytes.length) {
    const { bytesRead } = await handle.read(bytes, at, bytes.length - at, at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return at;
}

/** Null for what is no text: no text has a zero, but in UTF-16. */
function textOf(bytes: Buffer): string | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.subarray(0, LOOKED_AT).includes(0)) return null;
  return new TextDecoder().decode(bytes);
}
