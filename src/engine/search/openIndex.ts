import path from 'node:path';
import type { Progress, Span } from '../../protocol/engine/index.js';
import { Collection } from '../../search/collection.js';
import type { FileList, IndexedFile } from '../../search/fileList.js';
import { VectorMemory } from '../../search/vectorMemory.js';
import type { Vector } from '../../search/vectors.js';
import { listStamp } from './indexFolder.js';
import { readDocument } from './readDocument.js';
import { headOf, readVectors, type VectorsRead } from './readVectors.js';
import { otherModel, requireList } from './requireIndex.js';
import { isOfModel, type SentenceEncoder } from './sentenceEncoder.js';
import { readingsAt, splitDocument } from './splitDocument.js';

/** Files that are read again are read whatever their size is now, up to this: an index has no larger ones. */
const MOST_BYTES = 100_000_000;
/** Milliseconds between two looks at whether others want to work, and between two reports. */
const TURN = 20;
const PERIOD = 100;

/** A file as it was read for searching. */
interface OpenFile {
  indexed: IndexedFile;
  folder: string;
  /** of the content that was read; null where the file was not to be read */
  hash: string | null;
}

/**
 * An index that is searched: its vectors, and the words of its files, which are read from them. A file that has changed
 * since it was made is split anew: its places are right, and sentences that are new have words, but no meaning yet.
 */
export class OpenIndex {
  #memory: VectorMemory | null = null;
  #read: VectorsRead | null = null;
  #collection = new Collection();
  readonly #files = new Map<string, OpenFile>();
  #stamp: string | null = null;
  #model: FileList['model'] | null = null;
  /** the texts of one search, and the files that were found to have changed in it */
  #texts = new Map<string, string>();
  readonly #changed = new Set<string>();

  constructor(readonly folder: string) {}

  get collection(): Collection {
    return this.#collection;
  }

  get vectors(): VectorMemory {
    return (this.#memory ??= new VectorMemory(1));
  }

  /** Files that are not what they were when the index was made. */
  get outdated(): number {
    return [...this.#files.values()].filter(({ indexed, hash }) => hash !== indexed.hash).length;
  }

  nameOf(key: string): { name: string; folder: string } {
    const { indexed, folder } = this.#files.get(key)!;
    return { name: indexed.name, folder };
  }

  /**
   * Reads what has come to the index since it was last searched: all of it at the first time.
   * @throws GlassboxError `bad-request` (`indexMissing` …), `cancelled`
   */
  async refresh(encoder: SentenceEncoder, report: (progress: Progress) => void, signal?: AbortSignal): Promise<void> {
    this.#texts = new Map();
    const letIn = () => encoder.yield(signal);
    const stamp = await listStamp(this.folder);
    if (stamp !== null && stamp === this.#stamp) return;
    const list = await requireList(this.folder, encoder.info);
    this.#model = list.model;
    this.#stamp = null;
    await this.#readVectors(letIn);
    await this.#readFiles(list, letIn, report);
    this.#stamp = stamp;
  }

  /** Compares vectors of one text, then and now. @throws GlassboxError `bad-request` (`indexOfOtherModel`), `server-failed` */
  async requireSample(encoder: SentenceEncoder): Promise<void> {
    if (this.#model === null || (await isOfModel(encoder, this.#model.sample))) return;
    throw otherModel(this.folder, this.#model.id, encoder.info.id);
  }

  /** Vectors that nothing needs any more stay in memory until the file is written anew. */
  async #readVectors(letIn: () => Promise<void>): Promise<void> {
    const head = await headOf(this.folder);
    const goesOn = head !== null && head.writing === this.#read?.head.writing;
    if (!goesOn) {
      this.#read = null;
      this.#memory = head && new VectorMemory(head.size);
    }
    const take = (key: string, vector: Vector) => this.#memory?.addRounded(key, vector);
    this.#read = await readVectors(this.folder, take, letIn, this.#read);
  }

  async #readFiles(
    { files, folders }: FileList,
    letIn: () => Promise<void>,
    report: (progress: Progress) => void,
  ): Promise<void> {
    const present = new Map(files.map((file) => [keyIn(folders[file.folder] ?? '', file.name), file]));
    if (this.#collection.isWorn) {
      this.#collection = new Collection();
      this.#files.clear();
    }
    for (const key of [...this.#files.keys()].filter((one) => !present.has(one))) {
      this.#files.delete(key);
      this.#collection.delete(key);
    }
    let turn = performance.now();
    let told = 0;
    let done = 0;
    for (const [key, indexed] of present) {
      done += 1;
      const now = performance.now();
      if (now - told >= PERIOD) {
        told = now;
        report({ kind: 'index', stage: 'looking', done, total: present.size, name: indexed.name });
      }
      if (now - turn >= TURN) {
        await letIn();
        turn = performance.now();
      }
      const known = this.#files.get(key);
      const folder = folders[indexed.folder] ?? '';
      if (known?.hash === indexed.hash) this.#files.set(key, { indexed, folder, hash: known.hash });
      else await this.#readFile(key, indexed, folder, letIn);
    }
  }

  async #readFile(key: string, indexed: IndexedFile, folder: string, letIn: () => Promise<void>): Promise<void> {
    const read = await readDocument(path.join(folder, indexed.name), MOST_BYTES);
    if (typeof read === 'string') {
      this.#collection.delete(key);
      this.#files.set(key, { indexed, folder, hash: null });
      return;
    }
    const isSame = read.hash === indexed.hash;
    const { passages, vectorKeys } = isSame ? indexed : await splitDocument(indexed.name, read.text, letIn);
    this.#collection.set({ key, passages, vectorKeys }, read.text);
    this.#files.set(key, { indexed, folder, hash: read.hash });
  }

  /** The text of a file; empty where it is no longer what was searched: `renew` then reads it again. */
  async textOf(key: string): Promise<string> {
    const known = this.#texts.get(key);
    if (known !== undefined) return known;
    const { indexed, folder, hash } = this.#files.get(key)!;
    const read = await readDocument(path.join(folder, indexed.name), MOST_BYTES);
    const isSame = typeof read !== 'string' && read.hash === hash;
    if (!isSame) this.#changed.add(key);
    const text = isSame ? read.text : '';
    this.#texts.set(key, text);
    return text;
  }

  /** Passages of a file as a reader reads them, each in one line. */
  async readingsOf(key: string, places: readonly Span[], letIn: () => Promise<void>): Promise<string[]> {
    return readingsAt(this.#files.get(key)!.indexed.name, await this.textOf(key), places, letIn);
  }

  /**
   * Reads the files again that have changed since they were read, as far as a search has come upon them.
   * @param keys of what was found
   * @returns whether there are any
   */
  async renew(keys: Iterable<string>, letIn: () => Promise<void>): Promise<boolean> {
    for (const key of new Set(keys)) await this.textOf(key);
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const key of changed) {
      this.#texts.delete(key);
      const { indexed, folder } = this.#files.get(key)!;
      await this.#readFile(key, indexed, folder, letIn);
    }
    return changed.length > 0;
  }
}

const keyIn = (folder: string, name: string): string => `${folder}\0${name}`;
