import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { GlassboxError } from '../protocol/engine/index.js';
import { contentHash, readPieces } from './digest.js';
import { syncFolder } from './downloadFile.js';
import type { HubFile } from './types.js';

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException | null)?.code ?? '';

/** Names that are there already or are in use, for a moment, on Windows. */
const PASSING = ['EPERM', 'EBUSY', 'EACCES'];
const RENAMES = 10;

/** Bytes that are free for this user; null where the system does not say. */
export async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** @throws GlassboxError `bad-request` (`disk`) when there is less room than is needed */
export async function requireRoom(folder: string, needed: number): Promise<void> {
  const free = await freeBytes(folder);
  if (free !== null && free < needed) throw noRoom(folder, needed, free);
}

const inMegabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

function noRoom(folder: string, known: number, free: number | null): GlassboxError {
  // Whatever it was that did not fit.
  const needed = Math.max(known, 1_000_000);
  const message = `${folder} has room for ${free === null ? 'no more' : inMegabytes(free)}, and ${inMegabytes(needed)} are needed.`;
  return new GlassboxError('bad-request', message, { details: { kind: 'disk', folder, needed, free } });
}

/** What the system says of files in a store, as an error that tells what to do; ours stay what they are. */
export async function storeError(error: unknown, folder: string, needed: number): Promise<unknown> {
  const code = codeOf(error);
  if (error instanceof GlassboxError || code === '' || (error as Error).name === 'AbortError') return error;
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return noRoom(folder, needed, await freeBytes(folder));
  return new GlassboxError('bad-request', `${folder} cannot be used: ${(error as Error).message}.`, {
    cause: error,
    details: { kind: 'store', folder, said: (error as Error).message },
  });
}

/** Renames; what is in use for a moment is tried again. */
export async function renamePatiently(from: string, to: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (process.platform !== 'win32' || tries >= RENAMES || !PASSING.includes(codeOf(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Names in a folder; none where there is no folder. */
export const namesIn = (folder: string): Promise<string[]> =>
  readdir(folder).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return [];
    throw error;
  });

/** Bytes of a plain file, links followed; null for anything else. */
export const sizeOf = (file: string): Promise<number | null> =>
  stat(file).then(
    (found) => (found.isFile() ? found.size : null),
    () => null,
  );

/** Bytes of all files below a folder. */
export async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  // `path` is what Node 20 calls `parentPath`.
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) => sizeOf(path.join(entry.parentPath ?? (entry as { path: string }).path, entry.name)));
  return (await Promise.all(sizes)).reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

/**
 * Copies a file and sums up what it copies.
 * @returns the sum of its content, of the kind that the listing has
 */
export async function copyFile(
  from: string,
  to: string,
  expected: Pick<HubFile, 'digest' | 'size'>,
  onBytes: (count: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  await mkdir(path.dirname(to), { recursive: true });
  const hash = contentHash(expected);
  const handle = await open(to, 'w');
  try {
    await readPieces(
      from,
      Infinity,
      async (piece) => {
        hash.update(piece);
        await handle.writeFile(piece);
        onBytes(piece.length);
      },
      signal,
    );
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(path.dirname(to));
  return hash.digest('hex');
}

/** Removes a folder in two steps: it is gone at once for whoever looks, and then bit by bit. */
export async function removeFolder(folder: string, trash: string): Promise<void> {
  await mkdir(trash, { recursive: true });
  const aside = path.join(trash, `${path.basename(folder)}-${process.pid}-${Date.now()}`);
  await renamePatiently(folder, aside);
  await rm(aside, { recursive: true, force: true });
}
