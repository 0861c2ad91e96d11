import type { Hash } from 'node:crypto';
import { mkdir, open, rename, rm, stat, truncate, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { DownloadProblem } from '../protocol/engine/index.js';
import { attempts, type OnWait } from './attempts.js';
import type { Answer, Connections } from './connections.js';
import { contentHash, readPieces } from './digest.js';
import { Trouble } from './fault.js';
import type { HubFile } from './types.js';

/** Of a file that is not whole yet. */
export const PART = '.part';
/** Bytes that are written at once: what a kill can cost, and few calls of the system. */
const WRITTEN = 256 * 1024;
/** Bytes after which what was written is sent to the disk, so that the end has little left to wait for. */
const SYNCED = 64 << 20;
/** Bytes that count as progress: of an answer that brings less, tries are counted. */
const PROGRESS = 64 * 1024;

export interface FileDownload {
  /** of the hub */
  url: URL;
  model: string;
  file: HubFile;
  /** where it goes when it is whole and verified */
  target: string;
}

interface DownloadOptions {
  signal?: AbortSignal | undefined;
  /** Rejects where the place of the file is another's by now. */
  confirm: () => Promise<void>;
  /** bytes that came or were there; less than 0 where some are fetched anew */
  onBytes: (count: number) => void;
  onWait?: OnWait | undefined;
}

/** The part of a file that has come, and the sum of it. */
interface Partial {
  handle: FileHandle;
  position: number;
  hash: Hash;
  /** bytes since they were last sent to the disk */
  unsynced: number;
  syncing: Promise<void>;
}

/**
 * Gets a file, going on where it stopped, and puts it into its place when its size and its sum are those of the listing.
 * @throws GlassboxError `download-failed`, `offline`, `cancelled`; what the file system says
 */
export async function downloadFile(
  connections: Connections,
  what: FileDownload,
  options: DownloadOptions,
): Promise<void> {
  const { target } = what;
  const part = `${target}${PART}`;
  await mkdir(path.dirname(target), { recursive: true });
  await attempts(
    async (progressed, last) => {
      try {
        await fetchOnce(connections, what, part, { ...options, progressed, isFirst: last === null });
      } catch (error) {
        // What is not to be trusted is not left for a later run, either.
        if (error instanceof Trouble && error.remedy === 'anew') options.onBytes(-(await removePart(part)));
        throw error;
      }
    },
    connections.timeouts,
    options,
  );
  // A window that slept meanwhile may have lost its right to the place.
  await options.confirm();
  await rename(part, target).catch(async (error: unknown) => {
    // It woke just here, and whoever has taken over has put the same file into its place.
    const { size } = (await stat(target).catch(() => null)) ?? {};
    if (size !== what.file.size) throw error;
  });
  await syncFolder(path.dirname(target));
}

/** @returns the bytes that it had */
async function removePart(part: string): Promise<number> {
  const size = await stat(part).then(
    (found) => found.size,
    () => 0,
  );
  await rm(part, { force: true });
  return size;
}

async function fetchOnce(
  connections: Connections,
  what: FileDownload,
  part: string,
  options: DownloadOptions & { progressed: () => void; isFirst: boolean },
): Promise<void> {
  const { file } = what;
  const { signal, onBytes, isFirst } = options;
  const partial = await openPart(part, file, signal);
  try {
    // Later tries have counted them.
    if (isFirst) onBytes(partial.position);
    if (partial.position < file.size) await receive(connections, what, partial, options);
    await partial.syncing;
    await partial.handle.sync();
  } finally {
    await partial.handle.close();
  }
  if (partial.hash.digest('hex') !== file.digest.hex) throw trouble(what, connections.host, 'digest', 'anew');
}

/** Opens what has come of a file and sums it up. One that is longer than the file is none of it. */
async function openPart(part: string, file: HubFile, signal?: AbortSignal): Promise<Partial> {
  const handle = await open(part, 'a').then(async (made) => {
    await made.close();
    return open(part, 'r+');
  });
  try {
    let { size } = await handle.stat();
    if (size > file.size) {
      await truncate(part, 0);
      size = 0;
    }
    const hash = contentHash(file);
    const position = await readPieces(part, size, (piece) => void hash.update(piece), signal);
    return { handle, position, hash, unsynced: 0, syncing: Promise.resolve() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function receive(
  connections: Connections,
  what: FileDownload,
  partial: Partial,
  { signal, onBytes, progressed }: DownloadOptions & { progressed: () => void },
): Promise<void> {
  const { file, model, url } = what;
  const answer = await connections.open(url, {
    reason: 'a file of a model',
    from: partial.position,
    model,
    file: file.path,
    signal,
  });
  const begin = startOf(answer, what, partial.position);
  if (begin !== partial.position) {
    // It sends the whole again.
    onBytes(-partial.position);
    partial.position = 0;
    partial.hash = contentHash(file);
    await partial.handle.truncate(0);
  }
  let received = 0;
  // One place for all pieces: what is made anew for each is memory until it is collected.
  const gathered = Buffer.allocUnsafe(WRITTEN);
  let waiting = 0;
  const flush = async () => {
    const piece = gathered.subarray(0, waiting);
    waiting = 0;
    if (piece.length === 0) return;
    await write(partial, piece);
    onBytes(piece.length);
  };
  try {
    for await (const piece of answer.body()) {
      received += piece.length;
      if (partial.position + waiting + piece.length > file.size) {
        throw sizeTrouble(what, answer.host, partial.position + waiting + piece.length);
      }
      if (received >= PROGRESS) progressed();
      for (let at = 0; at < piece.length;) {
        const count = Math.min(piece.length - at, WRITTEN - waiting);
        gathered.set(piece.subarray(at, at + count), waiting);
        waiting += count;
        at += count;
        if (waiting === WRITTEN) await flush();
      }
    }
  } finally {
    answer.close();
    // What came before a break is kept.
    await flush();
  }
  if (partial.position < file.size) throw trouble(what, answer.host, 'cut', 'again');
}

/** Where the body of an answer begins in the file. @throws Trouble for an answer that is none of the file */
function startOf(answer: Answer, what: FileDownload, wanted: number): number {
  const { response, host } = answer;
  const { headers, status } = response;
  const fail = (problem: Trouble): never => {
    answer.close();
    throw problem;
  };
  // There is no file as long as ours.
  if (status === 416) return fail(trouble(what, host, 'size', 'anew', { expected: what.file.size, found: wanted }));
  if (/^text\/html\b/i.test(headers.get('content-type') ?? '') && !/\.html?$/i.test(what.file.path)) {
    return fail(trouble(what, host, 'answer', 'none'));
  }
  const length = /^\d+$/.exec(headers.get('content-length') ?? '')?.[0];
  const isEncoded = !['', 'identity'].includes(headers.get('content-encoding') ?? '');
  if (status === 206) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
    // An encoded answer has other places than the file.
    if (range === null || isEncoded || Number(range[1]) !== wanted) return fail(trouble(what, host, 'answer', 'anew'));
    if (range[2] !== '*' && Number(range[2]) !== what.file.size) return fail(sizeTrouble(what, host, Number(range[2])));
    return wanted;
  }
  if (!isEncoded && length !== undefined && Number(length) !== what.file.size) {
    return fail(sizeTrouble(what, host, Number(length)));
  }
  return 0;
}

async function write(partial: Partial, piece: Uint8Array): Promise<void> {
  let written = 0;
  while (written < piece.length) {
    const { bytesWritten } = await partial.handle.write(
      piece,
      written,
      piece.length - written,
      partial.position + written,
    );
    written += bytesWritten;
  }
  partial.hash.update(piece);
  partial.position += piece.length;
  partial.unsynced += piece.length;
  if (partial.unsynced < SYNCED) return;
  partial.unsynced = 0;
  await partial.syncing;
  partial.syncing = partial.handle.datasync();
  // Its error is met where it is awaited.
  partial.syncing.catch(() => {});
}

const sizeTrouble = (what: FileDownload, host: string, found: number) =>
  trouble(what, host, 'size', 'anew', { expected: what.file.size, found });

function trouble(
  { model, file }: FileDownload,
  host: string,
  problem: DownloadProblem,
  remedy: Trouble['remedy'],
  figures: { expected?: number; found?: number } = {},
): Trouble {
  return new Trouble({ problem, host, model, file: file.path, ...figures }, remedy);
}

/** Makes sure that a name is on the disk. Windows has no such call for folders. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
