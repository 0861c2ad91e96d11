import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { lock } from '../../hub/lock.js';
import {
  GlassboxError,
  type BuildIndexValue,
  type CheckedParams,
  type Progress,
  type SkipReason,
} from '../../protocol/engine/index.js';
import type { FileList, IndexedFile } from '../../search/fileList.js';
import { roundVector } from '../../search/vectors.js';
import { embedPassages } from './embedPassages.js';
import { bytesOf, loadList, lockOf, modelMark, saveList } from './indexFolder.js';
import { readDocument } from './readDocument.js';
import { indexDamage } from './requireIndex.js';
import { isOfModel, type SentenceEncoder } from './sentenceEncoder.js';
import { splitDocument } from './splitDocument.js';
import { VectorFile } from './vectorFile.js';
import { walkFolder } from './walkFolder.js';

/** Milliseconds between two looks at whether others want to work. */
const TURN = 20;
/** Milliseconds between two reports, and between two lists that are written while it goes on. */
const PERIOD = 100;
const SAVED = 10_000;
/** Characters of new passages that are held at most before they are read by the model. */
const MOST_WAITING = 16_000_000;
/** As many skipped files are named. */
const NAMED = 200;

/** A file with what the model is still to read of it. */
interface Waiting {
  file: IndexedFile;
  texts: ReadonlyMap<string, string>;
}

/** One making of an index, or its bringing up to date, by the one that holds its lock. */
class Building {
  readonly #folder: string;
  readonly #before = new Map<string, IndexedFile>();
  /** in the order in which they were found */
  readonly #done = new Map<string, IndexedFile>();
  readonly #skipped: BuildIndexValue['skipped'] = [];
  #skippedCount = 0;
  #waiting: Waiting[] = [];
  #waitingLength = 0;
  #embedded = 0;
  #turn = performance.now();
  #told = 0;
  #saved = performance.now();
  #sample: number[] | undefined;

  constructor(
    private readonly encoder: SentenceEncoder,
    private readonly params: CheckedParams<'buildIndex'>,
    private readonly vectors: VectorFile,
    list: FileList | null,
    private readonly report: (progress: Progress) => void,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.#folder = params.index;
    for (const file of list?.files ?? []) this.#before.set(keyIn(list!.folders[file.folder] ?? '', file.name), file);
  }

  async run(folders: readonly string[]): Promise<Omit<BuildIndexValue, 'model' | 'bytes'>> {
    try {
      this.#sample = await this.encoder.sample?.();
      // From here on it is an index, of this model, whatever becomes of its making.
      if (this.#before.size === 0) await this.#save(false);
      const { found, beyond } = await this.#walk(folders);
      for (const [at, one] of found.entries()) {
        this.#tell({ kind: 'index', stage: 'looking', done: at, total: found.length, name: one.name });
        await this.#look(one);
        if (this.#waitingLength > MOST_WAITING) await this.#embed();
        await this.#turnOver();
      }
      await this.#embed();
      const removed = [...this.#before.keys()].filter((key) => !this.#done.has(key)).length;
      const keys = new Set([...this.#done.values()].flatMap(({ vectorKeys }) => vectorKeys));
      await this.#save(true);
      await this.vectors.tidy(keys, () => this.#yield());
      const passages = [...this.#done.values()].reduce((sum, file) => sum + file.passages.length, 0);
      const files = this.#done.size;
      const { skipped, skippedCount } = { skipped: this.#skipped, skippedCount: this.#skippedCount };
      return { files, passages, embedded: this.#embedded, removed, skipped, skippedCount, beyond };
    } catch (error) {
      // Vectors are kept as they come; files that are done are kept so, too, where the disk lets them.
      await this.#save(false).catch(() => {});
      throw error;
    }
  }

  async #walk(folders: readonly string[]) {
    const found: { folder: string; name: string; size: number; mtime: number }[] = [];
    let beyond = 0;
    for (const folder of folders) {
      const files = walkFolder(folder, {
        exclude: this.params.exclude,
        except: this.#folder,
        onUnreadable: (name) => this.#skip(folder, name, 'unreadable'),
      });
      for await (const file of files) {
        if (found.length < this.params.maxFiles) found.push({ folder, ...file });
        else beyond += 1;
        this.#tell({ kind: 'index', stage: 'looking', done: 0, total: found.length });
        await this.#turnOver();
      }
    }
    return { found, beyond };
  }

  async #look({ folder, name, size, mtime }: { folder: string; name: string; size: number; mtime: number }) {
    const key = keyIn(folder, name);
    const before = this.#before.get(key);
    const hasVectors = before?.vectorKeys.every((one) => this.vectors.has(one)) === true;
    if (before && hasVectors && before.size === size && before.mtime === mtime) {
      this.#done.set(key, { ...before, folder: this.#index(folder) });
      return;
    }
    const place = path.join(folder, name);
    const read = size > this.params.maxFileBytes ? 'large' : await readDocument(place, this.params.maxFileBytes);
    if (typeof read === 'string') return this.#skip(folder, name, read);
    const facts = { folder: this.#index(folder), name, size: read.size, mtime: read.mtime, hash: read.hash };
    if (before && hasVectors && before.hash === read.hash) {
      this.#done.set(key, { ...before, ...facts });
      return;
    }
    const { passages, vectorKeys, texts } = await splitDocument(name, read.text, () => this.#yield());
    const missing = new Map<string, string>();
    for (const [at, one] of vectorKeys.entries()) if (!this.vectors.has(one)) missing.set(one, texts[at]!);
    const file = { ...facts, passages, vectorKeys };
    if (missing.size === 0) {
      this.#done.set(key, file);
      return;
    }
    this.#waiting.push({ file, texts: missing });
    for (const text of missing.values()) this.#waitingLength += text.length;
  }

  /** Lets the model read what waits. Files are done in their order, each when its last passage is. */
  async #embed(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingLength = 0;
    const texts = new Map(waiting.flatMap((one) => [...one.texts]));
    const keys = [...texts.keys()];
    let next = 0;
    const settle = () => {
      for (; next < waiting.length; next++) {
        const { file, texts: own } = waiting[next]!;
        if (![...own.keys()].every((key) => this.vectors.has(key))) return;
        this.#done.set(keyIn(this.params.folders[file.folder]!, file.name), file);
      }
    };
    const keep = async (vectors: readonly Float64Array[], first: number) => {
      await this.vectors.add(vectors.map((vector, at) => [keys[first + at]!, roundVector(vector)] as const));
      this.#embedded += vectors.length;
      settle();
      if (performance.now() - this.#saved >= SAVED) await this.#save(false);
    };
    await embedPassages(this.encoder, [...texts.values()], keep, this.report, this.signal);
  }

  #skip(folder: string, name: string, reason: SkipReason): void {
    this.#skippedCount += 1;
    if (this.#skipped.length < NAMED) this.#skipped.push({ name, folder, reason });
  }

  readonly #index = (folder: string) => this.params.folders.indexOf(folder);

  /** While it is not whole, files that were known and were not come to yet stay known. */
  async #save(isWhole: boolean): Promise<void> {
    this.#saved = performance.now();
    const files = new Map(this.#done);
    if (!isWhole) {
      for (const [key, file] of this.#before) {
        const at = this.params.folders.findIndex((folder) => keyIn(folder, file.name) === key);
        if (at >= 0 && !files.has(key)) files.set(key, { ...file, folder: at });
      }
    }
    const { id, bytes } = this.encoder.info;
    await saveList(this.#folder, {
      model: { id, bytes, ...(this.#sample && { sample: this.#sample }) },
      isWhole,
      updated: new Date().toISOString(),
      folders: this.params.folders,
      files: [...files.values()],
    });
  }

  #tell(progress: Progress): void {
    const now = performance.now();
    if (now - this.#told < PERIOD) return;
    this.#told = now;
    this.report(progress);
  }

  async #turnOver(): Promise<void> {
    if (performance.now() - this.#turn >= TURN) await this.#yield();
  }

  async #yield(): Promise<void> {
    await this.encoder.yield(this.signal);
    this.#turn = performance.now();
  }
}

const keyIn = (folder: string, name: string): string => `${folder}\0${name}`;

/**
 * Makes an index, or brings it up to date: files whose size or time has changed are read, and of those whose content has the
 * passages that have no vector yet. Files are only read. What is done is kept when it is cancelled, fails or is killed.
 * @throws GlassboxError `bad-request` (`parameter`, `indexOfOtherModel`, `indexOfOtherVersion`, `storeBusy`, `disk`,
 * `store`), `cancelled`
 */
export async function buildIndex(
  encoder: SentenceEncoder,
  given: CheckedParams<'buildIndex'>,
  report: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<BuildIndexValue> {
  for (const place of [given.index, ...given.folders]) {
    if (path.isAbsolute(place)) continue;
    throw new GlassboxError('bad-request', `buildIndex: ${place} is no absolute path.`, {
      details: { kind: 'parameter', name: place === given.index ? 'index' : 'folders' },
    });
  }
  const folders = outermost(given.folders.map((folder) => path.resolve(folder)));
  const index = path.resolve(given.index);
  await mkdir(index, { recursive: true }).catch((error: Error) => {
    throw new GlassboxError('bad-request', `${index} cannot be used: ${error.message}.`, {
      cause: error,
      details: { kind: 'store', folder: index, said: error.message },
    });
  });
  const held = await lock(lockOf(index), index);
  try {
    const found = await loadList(index);
    // A list that is damaged is made anew from the files; their vectors need not be.
    const list = found?.kind === 'list' ? found.list : null;
    if (found?.kind === 'otherVersion' || (list && modelMark(list.model) !== modelMark(encoder.info))) {
      throw indexDamage(index, found, encoder.info);
    }
    if (list && !(await isOfModel(encoder, list.model.sample))) throw indexDamage(index, found, encoder.info);
    const letIn = () => encoder.yield(signal);
    const vectors = await VectorFile.open(index, modelMark(encoder.info), letIn);
    const params = { ...given, folders, index };
    const value = await new Building(encoder, params, vectors, list, report, signalOf(signal, held.lost)).run(folders);
    return { model: encoder.info.id, ...value, bytes: await bytesOf(index) };
  } finally {
    await held.release();
  }
}

const signalOf = (signal: AbortSignal | undefined, lost: AbortSignal): AbortSignal =>
  signal ? AbortSignal.any([signal, lost]) : lost;

/** Each folder once, without those that lie in another. */
function outermost(folders: readonly string[]): string[] {
  const each = [...new Set(folders)];
  return each.filter((one) => !each.some((other) => other !== one && one.startsWith(other + path.sep)));
}
