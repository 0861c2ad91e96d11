import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { HEAD_BYTES, recordBytes, writeHead, writeRecords } from '../../search/vectorRecords.js';
import type { Vector } from '../../search/vectors.js';
import { writeWhole } from '../wholeBytes.js';
import { onDisk } from './diskErrors.js';
import { readVectors, VECTORS, type VectorsRead } from './readVectors.js';
import { writeNew } from './writeNew.js';

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
