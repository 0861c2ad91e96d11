import type { SearchMode, Span } from '../protocol/engine/index.js';
import { topK } from '../maths/topK.js';
import { fused, ranksIn } from './fusion.js';
import type { VectorMemory } from './vectorMemory.js';
import { WordIndex } from './wordIndex.js';

/**
 * A passage is a sentence: that is where a person wants to be taken, and a vector of one sentence finds more than that of
 * several. Its words are looked for in the stretch of neighbouring sentences that it stands in, of so many UTF-16 units:
 * what a question says in one sentence a text often says in three (both measured, bench/README.md).
 */
const STRETCH = 1200;
/** How much the words of the sentence itself count beside its stretch's: they tell its sentences apart. */
const OWN = 0.1;

/** Of so few passages a common word may stand in one only, so that nothing tells it from a rare one. */
const FEW = 10;

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
  /** how much words count beside meaning, from 0 to 1; null where only one of the two was asked for */
  wordWeight: number | null;
}

interface Held extends Source {
  /** by each passage, the id of its stretch */
  stretchOf: Int32Array;
  /** the terms of all passages by their numbers, and by each passage where its own end */
  terms: Uint32Array;
  ends: Uint32Array;
}

/** By each passage; null for what was not asked for. */
interface Scores {
  scores: Float32Array;
  words: Float32Array | null;
  cosines: Float32Array | null;
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
    const each = source.passages.map(({ start, end }) => this.#words.addSentence(document.slice(start, end)));
    const ends = new Uint32Array(each.length);
    const terms = new Uint32Array(each.reduce((sum, { length }) => sum + length, 0));
    let end = 0;
    for (const [at, own] of each.entries()) {
      terms.set(own, end);
      end += own.length;
      ends[at] = end;
    }
    this.#sources.set(source.key, { ...source, stretchOf, terms, ends });
    this.#row = null;
  }

  delete(key: string): void {
    const held = this.#sources.get(key);
    if (held === undefined) return;
    for (const id of new Set(held.stretchOf)) this.#words.remove(id);
    let first = 0;
    for (const end of held.ends) {
      this.#words.removeSentence(held.terms.subarray(first, end));
      first = end;
    }
    this.#sources.delete(key);
    this.#row = null;
  }

  /** The passages that are most like a question, best first. */
  search({ text, vector, mode, most }: Question, memory: VectorMemory | null): Found {
    const { scores: ofStretches, terms, rarities, share } = this.#words.search(text, this.#next);
    const words = mode === 'meaning' ? null : this.#wordScores(ofStretches, rarities, mode === 'words');
    const places = memory && this.#placesIn(memory);
    const cosines = mode === 'words' || !vector || !places ? null : cosinesOf(places, memory.table.products(vector));
    const wordWeight = words && cosines ? share ** (1 + FEW / words.length) : null;
    const scores =
      wordWeight === null
        ? (words ?? cosines)!
        : fused([
            { scores: words!, weight: wordWeight },
            { scores: cosines!, weight: 1 },
          ]);
    const found = Array.from(topK(scores, most));
    // Of words alone nothing is found where there are none.
    const kept = cosines === null ? found.filter((at) => scores[at]! > 0) : found;
    return { hits: this.#hits(kept, { scores, words, cosines }), terms, wordWeight };
  }

  /** @param ownOnly whether a sentence that has none of the words has no score, whatever stands around it */
  #wordScores(ofStretches: Float32Array, rarities: Float32Array, ownOnly: boolean): Float32Array {
    const row = this.#flat();
    const scores = new Float32Array(row.source.length);
    let at = 0;
    for (const { stretchOf, terms, ends } of row.sources) {
      for (let place = 0, term = 0; place < ends.length; place++, at++) {
        let own = 0;
        for (const end = ends[place]!; term < end; term++) own += rarities[terms[term]!] ?? 0;
        const around = ofStretches[stretchOf[place]!]!;
        scores[at] = ownOnly && own === 0 ? 0 : around + OWN * own;
      }
    }
    return scores;
  }

  #hits(found: readonly number[], { scores, words, cosines }: Scores): Hit[] {
    const row = this.#flat();
    const ranksOf = (list: Float32Array | null) =>
      list &&
      ranksIn(
        list,
        found.map((at) => list[at]!),
      );
    const [wordRanks, cosineRanks] = [ranksOf(words), ranksOf(cosines)];
    return found.map((at, index) => {
      const { key, passages, stretchOf } = row.sources[row.source[at]!]!;
      const place = row.place[at]!;
      const { start, end } = passages[place]!;
      const [first, last] = [stretchOf.indexOf(stretchOf[place]!), stretchOf.lastIndexOf(stretchOf[place]!)];
      const word = words?.[at] ?? 0;
      const hasMeaning = cosines !== null && this.#vectors!.places[at]! >= 0;
      return {
        ...{ key, start, end, score: scores[at]! },
        words: word > 0 ? { rank: wordRanks![index]!, score: word } : null,
        meaning: hasMeaning ? { rank: cosineRanks![index]!, cosine: cosines[at]! } : null,
        stretch: { start: passages[first]!.start, end: passages[last]!.end },
      };
    });
  }

  #flat(): Row {
    if (this.#row !== null) return this.#row;
    // In one order whatever came first: equal scores are in it, too.
    const sources = [...this.#sources.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
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
  // `from` with a function takes 7 ms for 100,000 instead of 0.3.
  const cosines = new Float32Array(places.length);
  for (let at = 0; at < cosines.length; at++) cosines[at] = places[at]! < 0 ? mean : products[places[at]!]!;
  return cosines;
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
