import { createHash, type Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileDigest, HubFile } from './types.js';

/** Bytes of a piece that is read from the disk. */
const PIECE = 1 << 20;

/** The sum of a file's content, as its listing has it. Git's SHA-1 counts a header before the content. */
export function contentHash({ digest: { algorithm }, size }: Pick<HubFile, 'digest' | 'size'>): Hash {
  return algorithm === 'sha256' ? createHash('sha256') : createHash('sha1').update(`blob ${size}\0`);
}

/** Reads a file in pieces, the first `length` bytes of it; `onPiece` sees each. */
export async function readPieces(
  file: string,
  length: number,
  onPiece: (piece: Uint8Array) => void | Promise<void>,
  signal?: AbortSignal,
): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(PIECE);
    let at = 0;
    while (at < length) {
      signal?.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, Math.min(PIECE, length - at), at);
      if (bytesRead === 0) break;
      await onPiece(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
    return at;
  } finally {
    await handle.close();
  }
}

/** The SHA-256 of a file's content, for files that no listing knows. */
export async function sha256Of(
  file: string,
  onBytes: (count: number) => void = () => {},
  signal?: AbortSignal,
): Promise<FileDigest> {
  const hash = createHash('sha256');
  await readPieces(
    file,
    Infinity,
    (piece) => {
      hash.update(piece);
      onBytes(piece.length);
    },
    signal,
  );
  return { algorithm: 'sha256', hex: hash.digest('hex') };
}

/** What is wrong with a file on the disk; null: it is as it was published. */
export async function fileFault(
  file: string,
  expected: Pick<HubFile, 'digest' | 'size'>,
  onBytes: (count: number) => void = () => {},
  signal?: AbortSignal,
): Promise<'missing' | 'size' | 'digest' | 'unreadable' | null> {
  const hash = contentHash(expected);
  try {
    const handle = await open(file, 'r');
    const { size } = await handle.stat().finally(() => handle.close());
    if (size !== expected.size) return 'size';
    await readPieces(
      file,
      size,
      (piece) => {
        hash.update(piece);
        onBytes(piece.length);
      },
      signal,
    );
  } catch (error) {
    signal?.throwIfAborted();
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'unreadable';
  }
  return hash.digest('hex') === expected.digest.hex ? null : 'digest';
}
