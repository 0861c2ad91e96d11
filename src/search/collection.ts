import type { SearchMode, Span } from '../protocol/engine/index.js';
import { topK } from '../maths/topK.js';
import { fused, rankOf } from './fusion.js';
import type { VectorMemory } from './vectorMemory.js';
import { WordIndex } from './wordIndex.js';
import { wordsIn } from './words.js';

/**
 * A passage is a sentence: that is where a person wants to be taken, and a vector of one sentence finds more than that of
 * several. Its words are looked for in the stretch of neighbouring sentences that it stands in, of so many UTF-16 units:
 * what a question says in one sentence a text often says in three (both measured, bench/README.md).
 */
const STRETCH = 1200;

/** What is searched together: a document's passages, with their vectors' places. */
export interface Source {
  /** names it among all */
  key: string;
  passages: readonly Span[];
  /** what each passage's vector is known by */
  vectorKeys: readonly string[];
}

/** A passage that was found. */
export interface Hit extends Span {
  key: string;
  score: number;
  words: { rank: number; score: number } | null;
  meaning: { rank: number; cosine: number } | null;
  /** the sentences that its words were looked for among */
  stretch: Span;
}

export interface Question {
  text: string;
  /** of length 1; null where meaning is not asked for */
  vector: ArrayLike<number> | null;
  mode: SearchMode;
  most: number;
}

export interface Found {
  hits: Hit[];
  /** the question's terms that were looked for */
  terms: ReadonlySet<string>;
}

interface Held extends Source {
  /** by each passage, the id of its stretch */
  stretchOf: Int32Array;
}

/** All passages one behind the other. */
interface Row {
  sources: Held[];
  /** by each passage: of its source, in it, and the id of its stretch */
  source: Int32Array;
  place: Int32Array;
  stretch: Int32Array;
}

/** Documents that are searched together, by words and by meaning. */
export class Collection {
  readonly #words = new WordIndex();
  readonly #sources = new Map<string, Held>();
  #next = 0;
  #row: Row | null = null;
  /** by each passage the place of its vector, as they were when there were so many; −1 for none */
  #vectors: { memory: VectorMemory; count: number; row: Row; places: Int32Array } | null = null;

  get passages(): number {
    return this.#flat().source.length;
  }

  /** Whether so much was taken away that making it anew costs less than going on. */
  get isWorn(): boolean {
    return this.#next > 2 * this.#words.count + 1000;
  }

  has(key: string): boolean {
    return this.#sources.has(key);
  }

  /** Adds a document's passages, or takes them for those that it had. @param document the text that they stand in */
  set(source: Source, document: string): void {
    this.delete(source.key);
    const stretchOf = new Int32Array(source.passages.length);
    for (const { first, last, start, end } of stretchesIn(source.passages)) {
      const id = this.#next++;
      this.#words.add(id, document.slice(start, end));
      stretchOf.fill(id, first, last + 1);
    }
    this.#sources.set(source.key, { ...source, stretchOf });
    this.#row = null;
  }

  delete(key: string): void {
    for (const id of new Set(this.#sources.get(key)?.stretchOf ?? [])) this.#words.remove(id);
    this.#sources.delete(key);
    this.#row = null;
  }

  /**
   * The passages that are most like a question, best first.
   * @param textOf a source's document, for words of single sentences
   */
  async search(
    { text, vector, mode, most }: Question,
    memory: VectorMemory | null,
    textOf: (key: string) => Promise<string>,
  ): Promise<Found> {
    const row = this.#flat();
    const { scores: ofStretches, rarities } = this.#words.search(text, this.#next);
    const terms = new Set(rarities.keys());
    const words = Float32Array.from(row.stretch, (id) => ofStretches[id]!);
    const places = memory && this.#placesIn(memory);
    const cosines = vector && places && cosinesOf(places, memory.table.products(vector));
    if (mode === 'words' || cosines === null) {
      const found = await this.#byWords(words, rarities, most, textOf);
      return { hits: found.map((at) => this.#hit(at, words[at]!, { words, cosines: null })), terms };
    }
    const scores = mode === 'both' ? fused([words, cosines]) : cosines;
    const asked = { words: mode === 'both' ? words : null, cosines };
    return { hits: Array.from(topK(scores, most), (at) => this.#hit(at, scores[at]!, asked)), terms };
  }

  /**
   * The sentences that have words of the question, of the best stretches first; within a stretch those whose own words are
   * rarest.
   */
  async #byWords(
    words: Float32Array,
    rarities: ReadonlyMap<string, number>,
    most: number,
    textOf: (key: string) => Promise<string>,
  ): Promise<number[]> {
    const row = this.#flat();
    const inOrder = topK(words, words.length);
    const found: number[] = [];
    for (let first = 0, last = 0; first < inOrder.length && found.length < most; first = last) {
      const score = words[inOrder[first]!]!;
      if (score <= 0) break;
      while (last < inOrder.length && words[inOrder[last]!] === score) last += 1;
      const own: { at: number; rarity: number }[] = [];
      for (const at of inOrder.subarray(first, last)) {
        const { key, passages } = row.sources[row.source[at]!]!;
        const { start, end } = passages[row.place[at]!]!;
        const terms = new Set(wordsIn((await textOf(key)).slice(start, end), 'text').map(({ term }) => term));
        const rarity = [...rarities].reduce((sum, [term, one]) => sum + (terms.has(term) ? one : 0), 0);
        if (rarity > 0) own.push({ at, rarity });
      }
      found.push(...own.sort((one, other) => other.rarity - one.rarity).map(({ at }) => at));
    }
    return found.slice(0, most);
  }

  #hit(
    at: number,
    score: number,
    { words, cosines }: { words: Float32Array | null; cosines: Float32Array | null },
  ): Hit {
    const row = this.#flat();
    const { key, passages, stretchOf } = row.sources[row.source[at]!]!;
    const place = row.place[at]!;
    const { start, end } = passages[place]!;
    const [first, last] = [stretchOf.indexOf(stretchOf[place]!), stretchOf.lastIndexOf(stretchOf[place]!)];
    const word = words?.[at] ?? 0;
    return {
      key,
      start,
      end,
      score,
      words: words !== null && word > 0 ? { rank: rankOf(words, word), score: word } : null,
      meaning:
        cosines !== null && this.#vectors!.places[at]! >= 0
          ? { rank: rankOf(cosines, cosines[at]!), cosine: cosines[at]! }
          : null,
      stretch: { start: passages[first]!.start, end: passages[last]!.end },
    };
  }

  #flat(): Row {
    if (this.#row !== null) return this.#row;
    const sources = [...this.#sources.values()];
    const count = sources.reduce((sum, { passages }) => sum + passages.length, 0);
    const numbers = () => new Int32Array(count);
    const row: Row = { sources, source: numbers(), place: numbers(), stretch: numbers() };
    let at = 0;
    for (const [index, { passages, stretchOf }] of sources.entries()) {
      for (let place = 0; place < passages.length; place++, at++) {
        row.source[at] = index;
        row.place[at] = place;
        row.stretch[at] = stretchOf[place]!;
      }
    }
    return (this.#row = row);
  }

  #placesIn(memory: VectorMemory): Int32Array {
    const row = this.#flat();
    const { count } = memory.table;
    const known = this.#vectors;
    if (known?.memory === memory && known.count === count && known.row === row) return known.places;
    const places = Int32Array.from(row.source, (source, at) =>
      memory.placeOf(row.sources[source]!.vectorKeys[row.place[at]!]!),
    );
    this.#vectors = { memory, count, row, places };
    return places;
  }
}

/** Of each passage its vector's; what has none yet is as near as the mean of all others, so that its words alone count. */
function cosinesOf(places: Int32Array, products: Float32Array): Float32Array {
  let sum = 0;
  let count = 0;
  for (const place of places) {
    if (place < 0) continue;
    sum += products[place]!;
    count += 1;
  }
  const mean = count > 0 ? sum / count : 0;
  return Float32Array.from(places, (place) => (place < 0 ? mean : products[place]!));
}

/** Neighbouring passages together, by their indices. */
function* stretchesIn(passages: readonly Span[]): Generator<Span & { first: number; last: number }> {
  let open: (Span & { first: number; last: number }) | null = null;
  for (const [at, { start, end }] of passages.entries()) {
    if (open !== null && end - open.start > STRETCH) {
      yield open;
      open = null;
    }
    if (open === null) open = { start, end, first: at, last: at };
    else Object.assign(open, { end, last: at });
  }
  if (open !== null) yield open;
}
