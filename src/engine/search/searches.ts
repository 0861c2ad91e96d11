import { createHash } from 'node:crypto';
import { LruCache } from '../../attention/lruCache.js';
import type { Progress, Span } from '../../protocol/engine/index.js';
import { Collection } from '../../search/collection.js';
import { VectorMemory } from '../../search/vectorMemory.js';
import { OpenIndex } from './openIndex.js';
import { embedPassages } from './embedPassages.js';
import { modelMark } from './indexFolder.js';
import type { SentenceEncoder } from './sentenceEncoder.js';
import { type SplitDocument, splitDocument } from './splitDocument.js';

/** Vectors of documents that are kept for one model: 40 MB of those of the embedded one. */
const MOST_VECTORS = 100_000;
/** Models whose vectors are kept. */
const MODELS = 2;

/** A text with the name that results have. */
export interface NamedText {
  name: string;
  text: string;
}

/** What is ready to be searched. Keys are the collection's. */
export interface Searched {
  readonly collection: Collection;
  /** null where meaning was not asked for */
  readonly vectors: VectorMemory | null;
  /** files of an index that are not what they were */
  readonly outdated: number;
  nameOf(key: string): { name: string; folder?: string };
  textOf(key: string): Promise<string>;
  /** Passages of a document as a reader reads them, each in one line. @param places that a search has given */
  readingsOf(key: string, places: readonly Span[], letIn: () => Promise<void>): Promise<string[]>;
  /** Reads again what has changed since it was read. @returns whether any of these, or of what a search came upon, has */
  renew(keys: Iterable<string>, letIn: () => Promise<void>): Promise<boolean>;
}

/** What was searched before, so that a second question is quick. */
export class Searches {
  readonly #vectors = new LruCache<VectorMemory>(MODELS);
  /** the documents of the last search by their passages */
  #split = new Map<string, SplitDocument>();
  #collection = new Collection();
  /** the documents that the collection has */
  #held = new Set<string>();
  #index: OpenIndex | null = null;
  /** of the model that it was opened for */
  #indexMark = '';

  /**
   * Texts as they are given. Their passages are read by the model once, and kept by what is written in them.
   * @param withMeaning whether vectors are needed
   * @throws GlassboxError `cancelled`, `model-broken`, `out-of-memory`
   */
  async documents(
    encoder: SentenceEncoder,
    given: readonly NamedText[],
    withMeaning: boolean,
    report: (progress: Progress) => void,
    signal?: AbortSignal,
  ): Promise<Searched> {
    const documents = new Map(given.map((document) => [keyOfDocument(document), document]));
    const split = new Map<string, SplitDocument>();
    for (const [key, { name, text }] of documents) {
      const known = this.#split.get(key) ?? (await splitDocument(name, text, () => encoder.yield(signal)));
      split.set(key, known);
    }
    this.#split = split;
    const vectors = withMeaning ? await this.#vectorsOf(encoder, [...split.values()], report, signal) : null;
    // From here on nothing is waited for: another search may have changed the collection before.
    if (this.#collection.isWorn) {
      this.#collection = new Collection();
      this.#held = new Set();
    }
    for (const key of [...this.#held].filter((one) => !documents.has(one))) {
      this.#collection.delete(key);
      this.#held.delete(key);
    }
    for (const [key, { passages, vectorKeys }] of split) {
      if (!this.#held.has(key)) this.#collection.set({ key, passages, vectorKeys }, documents.get(key)!.text);
      this.#held.add(key);
    }
    return {
      collection: this.#collection,
      vectors,
      outdated: 0,
      nameOf: (key) => ({ name: documents.get(key)!.name }),
      textOf: (key) => Promise.resolve(documents.get(key)!.text),
      readingsOf: (key, places) => {
        const { passages, texts } = split.get(key)!;
        const read = new Map(passages.map(({ start, end }, at) => [`${start} ${end}`, texts[at]!]));
        return Promise.resolve(places.map(({ start, end }) => read.get(`${start} ${end}`) ?? ''));
      },
      renew: () => Promise.resolve(false),
    };
  }

  /**
   * The files of an index. The last one that was searched stays in memory.
   * @param withMeaning whether vectors are needed, which have to be the encoder's
   * @throws GlassboxError `bad-request` (`indexMissing`, `indexOfOtherModel`, `indexOfOtherVersion`, `indexDamaged`), `cancelled`
   */
  async index(
    encoder: SentenceEncoder,
    folder: string,
    withMeaning: boolean,
    report: (progress: Progress) => void,
    signal?: AbortSignal,
  ): Promise<Searched> {
    // With another model it is opened anew, which says whose vectors it has.
    const mark = modelMark(encoder.info);
    if (this.#index?.folder !== folder || this.#indexMark !== mark) this.#index = new OpenIndex(folder);
    this.#indexMark = mark;
    const index = this.#index;
    try {
      await index.refresh(encoder, report, signal);
      if (withMeaning) await index.requireSample(encoder);
    } catch (error) {
      // What was read by halves is read anew.
      if (this.#index === index) this.#index = null;
      throw error;
    }
    return index;
  }

  async #vectorsOf(
    encoder: SentenceEncoder,
    split: readonly SplitDocument[],
    report: (progress: Progress) => void,
    signal?: AbortSignal,
  ): Promise<VectorMemory> {
    const name = encoder.name;
    const missing = (memory: VectorMemory | undefined) => {
      const texts = new Map<string, string>();
      for (const { vectorKeys, texts: read } of split)
        for (const [at, key] of vectorKeys.entries()) if ((memory?.placeOf(key) ?? -1) < 0) texts.set(key, read[at]!);
      return texts;
    };
    let memory = this.#vectors.get(name);
    let wanted = missing(memory);
    if (memory !== undefined && memory.table.count + wanted.size > MOST_VECTORS) {
      memory = undefined;
      wanted = missing(undefined);
    }
    const keys = [...wanted.keys()];
    const keep = (vectors: readonly Float64Array[], first: number) => {
      for (const [at, vector] of vectors.entries()) {
        memory ??= new VectorMemory(vector.length);
        memory.add(keys[first + at]!, vector);
      }
      // What was read before a cancellation is not read again.
      if (memory) this.#vectors.set(name, memory);
    };
    await embedPassages(encoder, [...wanted.values()], keep, report, signal);
    return memory ?? new VectorMemory(1);
  }
}

const keyOfDocument = ({ name, text }: NamedText): string =>
  createHash('sha256').update(`${name}\0${text}`).digest('hex');
