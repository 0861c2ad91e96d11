import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, open, readdir, readFile, rename, rm, rmdir, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { GlassboxError, type IndexStateValue, type ModelInfo } from '../../protocol/engine/index.js';
import { type FileList, readList, type ReadList, writeList } from '../../search/fileList.js';
import {
  HEAD_BYTES,
  readHead,
  readRecords,
  recordBytes,
  type VectorHead,
  writeHead,
  writeRecords,
} from '../../search/vectorRecords.js';
import type { Vector } from '../../search/vectors.js';

/*
 * An index is a folder of two files. `vectors.bin` is only appended to, by records that say themselves whether they are
 * whole; `files.json` is written beside its place and put there by one rename. Whatever moment its writer is killed at, the
 * list is the old one or the new one, and no vector that was written is lost but the last.
 */

const VECTORS = 'vectors.bin';
const LIST = 'files.json';
/** What is being written and gets its name when it is whole. */
const NEW = '.new';
const LOCK = 'lock';
/** Bytes that are read at once; whole records are taken of them. */
const PIECE = 4 << 20;

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException | null)?.code ?? '';

/** Stands for a model's vectors: another model, or other weights of one id, have another. */
export const modelMark = ({ id, bytes }: Pick<ModelInfo, 'id' | 'bytes'>): string =>
  createHash('sha256').update(`${id}\n${bytes}`).digest('hex').slice(0, 16);

/** What the system says of an index's files, as an error that tells what to do; ours stay what they are. */
async function indexError(error: unknown, folder: string, needed: number): Promise<unknown> {
  const code = codeOf(error);
  if (error instanceof GlassboxError || code === '') return error;
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) {
    const free = await statfs(folder).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => null,
    );
    // Whatever it was that did not fit.
    const wanted = Math.max(needed, 1_000_000);
    const message = `${folder} has no room for the index. What was done is kept: free some, and go on.`;
    return new GlassboxError('bad-request', message, {
      cause: error,
      details: { kind: 'disk', folder, needed: wanted, free: free !== null && free < wanted ? free : null },
    });
  }
  const said = (error as Error).message;
  return new GlassboxError('bad-request', `${folder} cannot be used: ${said}.`, {
    cause: error,
    details: { kind: 'store', folder, said },
  });
}

/** Does something with an index's files. @throws GlassboxError `bad-request` (`disk`, `store`) */
async function onDisk<T>(folder: string, needed: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw await indexError(error, folder, needed);
  }
}

/** Where the lock lies: beside what is an index's own. */
export const lockOf = (folder: string): string => path.join(folder, LOCK);

/** What the list of an index says; null where there is none. */
export async function loadList(folder: string): Promise<ReadList | null> {
  return onDisk(folder, 0, async () => {
    const text = await readFile(path.join(folder, LIST), 'utf8').catch((error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return null;
      throw error;
    });
    return text === null ? null : readList(text);
  });
}

/** Changes when the list does. */
export const listStamp = (folder: string): Promise<string | null> =>
  stat(path.join(folder, LIST)).then(
    ({ size, mtimeMs, ino }) => [size, mtimeMs, ino].join(),
    () => null,
  );

/** Puts a list into its place at once. @throws GlassboxError `bad-request` (`disk`, `store`) */
export async function saveList(folder: string, list: FileList): Promise<void> {
  const text = writeList(list);
  const place = path.join(folder, LIST);
  await onDisk(folder, text.length, async () => {
    const handle = await open(place + NEW, 'w');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(place + NEW, place);
  });
}

/** Bytes of an index on the disk. */
export async function bytesOf(folder: string): Promise<number> {
  const sizes = [VECTORS, LIST].map((name) =>
    stat(path.join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** What there is in a folder, without reading the vectors. @param wanted the model whose index it should be */
export async function stateOf(folder: string, wanted: Pick<ModelInfo, 'id' | 'bytes'>): Promise<IndexStateValue> {
  const nothing = { model: null, files: 0, passages: 0, updated: null };
  const found = await loadList(folder);
  const bytes = await bytesOf(folder);
  if (found === null) return { state: bytes > 0 ? 'damaged' : 'none', ...nothing, bytes };
  if (found.kind !== 'list') return { state: found.kind, ...nothing, bytes };
  const { model, isWhole, updated, files } = found.list;
  const passages = files.reduce((sum, file) => sum + file.passages.length, 0);
  const state = modelMark(model) !== modelMark(wanted) ? 'otherModel' : isWhole ? 'whole' : 'partial';
  const isSound = passages === 0 || (await headOf(folder))?.model === modelMark(model);
  return { state: isSound ? state : 'damaged', model: model.id, files: files.length, passages, bytes, updated };
}

/**
 * Removes what an index consists of, and the folder where nothing else is in it. The list goes last: until then it is an
 * index, and can be removed again.
 * @returns bytes
 */
export async function removeFiles(folder: string): Promise<number> {
  const bytes = await bytesOf(folder);
  await onDisk(folder, 0, async () => {
    for (const name of [VECTORS + NEW, VECTORS, LIST + NEW, LIST]) await rm(path.join(folder, name), { force: true });
  });
  return bytes;
}

/** Removes a folder that nothing is in. */
export async function removeIfEmpty(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => null);
  if (names?.length === 0) await rmdir(folder).catch(() => {});
}

/** The head of an index's vectors; null where there are none. */
export async function headOf(folder: string): Promise<VectorHead | null> {
  const handle = await open(path.join(folder, VECTORS), 'r').catch(() => null);
  if (handle === null) return null;
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    await handle.read(head, 0, HEAD_BYTES, 0);
    return readHead(head);
  } finally {
    await handle.close();
  }
}

/** How far the vectors of a file were read. */
export interface VectorsRead {
  head: VectorHead;
  /** where the next record begins */
  end: number;
}

/**
 * Reads an index's vectors, or those that have come since.
 * @param take is given each whole record
 * @param letIn lets more urgent work go first
 * @returns null where there are none
 */
export async function readVectors(
  folder: string,
  take: (key: string, vector: Vector) => void,
  letIn: () => Promise<void>,
  since: VectorsRead | null = null,
): Promise<VectorsRead | null> {
  const handle = await open(path.join(folder, VECTORS), 'r').catch(() => null);
  if (handle === null) return null;
  return onDisk(folder, 0, async () => {
    try {
      const bytes = Buffer.alloc(HEAD_BYTES);
      await handle.read(bytes, 0, HEAD_BYTES, 0);
      const head = readHead(bytes);
      if (head === null) return null;
      const record = recordBytes(head.size);
      let end = since?.head.writing === head.writing ? since.end : HEAD_BYTES;
      const piece = Buffer.alloc(Math.max(1, Math.floor(PIECE / record)) * record);
      for (;;) {
        const { bytesRead } = await handle.read(piece, 0, piece.length, end);
        const whole = bytesRead - (bytesRead % record);
        if (whole === 0) return { head, end };
        for (const [key, vector] of readRecords(piece.subarray(0, whole), head.size)) take(key, vector);
        end += whole;
        await letIn();
      }
    } finally {
      await handle.close();
    }
  });
}

/** The vectors of an index, to be added to. Only who has the lock may have one. */
export class VectorFile {
  readonly #known = new Set<string>();
  #records = 0;

  private constructor(
    private readonly folder: string,
    private readonly model: string,
    private read: VectorsRead | null,
  ) {}

  /** Opens the vectors of a model; those of another, or what is no such file, are left behind at the first new one. */
  static async open(folder: string, model: string, letIn: () => Promise<void>): Promise<VectorFile> {
    const known: string[] = [];
    const read = await readVectors(folder, (key) => known.push(key), letIn);
    const isOwn = read?.head.model === model;
    const file = new VectorFile(folder, model, isOwn ? read : null);
    if (read !== null && isOwn) {
      for (const key of known) file.#known.add(key);
      file.#records = (read.end - HEAD_BYTES) / recordBytes(read.head.size);
    }
    return file;
  }

  has(key: string): boolean {
    return this.#known.has(key);
  }

  /** Adds vectors behind the last whole record. @throws GlassboxError `bad-request` (`disk`, `store`), and adds nothing */
  async add(vectors: readonly (readonly [key: string, vector: Vector])[]): Promise<void> {
    const [first] = vectors;
    if (first === undefined) return;
    const bytes = writeRecords(vectors);
    await onDisk(this.folder, bytes.length, async () => {
      this.read ??= await this.#begin(first[1].codes.length);
      const handle = await open(path.join(this.folder, VECTORS), 'r+');
      try {
        // Behind it may be what a killed one had begun.
        await handle.truncate(this.read.end);
        await writeWhole(handle, bytes, this.read.end).catch(async (error: unknown) => {
          await handle.truncate(this.read!.end).catch(() => {});
          throw error;
        });
      } finally {
        await handle.close();
      }
    });
    this.read!.end += bytes.length;
    this.#records += vectors.length;
    for (const [key] of vectors) this.#known.add(key);
  }

  async #begin(size: number): Promise<VectorsRead> {
    const head = { size, model: this.model, writing: randomBytes(8).toString('hex') };
    await writeNew(path.join(this.folder, VECTORS), async (handle) => writeWhole(handle, writeHead(head), 0));
    return { head, end: HEAD_BYTES };
  }

  /** Writes the file anew without what is not needed, where that is most of it. */
  async tidy(needed: ReadonlySet<string>, letIn: () => Promise<void>): Promise<void> {
    const { read } = this;
    if (read === null || this.#records < 1000 || this.#records < 2 * needed.size) return;
    const head = { ...read.head, writing: randomBytes(8).toString('hex') };
    const kept = new Set<string>();
    let end = HEAD_BYTES;
    await onDisk(this.folder, needed.size * recordBytes(head.size), () =>
      writeNew(path.join(this.folder, VECTORS), async (handle) => {
        await writeWhole(handle, writeHead(head), 0);
        let portion: [string, Vector][] = [];
        const flush = async () => {
          const bytes = writeRecords(portion);
          await writeWhole(handle, bytes, end);
          end += bytes.length;
          portion = [];
        };
        const take = (key: string, { scale, codes }: Vector) => {
          if (!needed.has(key) || kept.has(key)) return;
          kept.add(key);
          // The bytes that it lies in are read into again.
          portion.push([key, { scale, codes: codes.slice() }]);
        };
        await readVectors(this.folder, take, async () => {
          await flush();
          await letIn();
        });
        await handle.sync();
      }),
    );
    this.read = { head, end };
    this.#records = kept.size;
    this.#known.clear();
    for (const key of kept) this.#known.add(key);
  }
}

/** Writes a file beside its place and puts it there when it is whole. */
async function writeNew(place: string, write: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(place + NEW, 'w');
  try {
    await write(handle);
  } finally {
    await handle.close();
  }
  await rename(place + NEW, place);
}

async function writeWhole(handle: FileHandle, bytes: Buffer, place: number): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, place + at);
    at += bytesWritten;
  }
}
