import MiniSearch from 'minisearch';
import { searchTerms } from './words.js';

interface Entry {
  id: number;
  /** with a space between two */
  terms: string;
}

/** Terms that stand in a larger share of all stretches tell little, and cost most of the time. */
const COMMON = 0.5;

/** How much a question's words say. */
export interface WordScores {
  /** BM25+ by a stretch's id; 0 where none of the words stands there */
  scores: Float32Array;
  /** the question's terms that were looked for */
  terms: ReadonlySet<string>;
  /** by a term's number how rare it is, log(1 + (N − n + ½) / (n + ½)); 0 for all that are none of the question's */
  rarities: Float32Array;
}

/** Stretches of text by their words. */
export class WordIndex {
  readonly #index = new MiniSearch<Entry>({
    fields: ['terms'],
    tokenize: (terms) => terms.split(' '),
    processTerm: (term) => term,
  });
  /** terms by their numbers, and in how many stretches each stands */
  readonly #numbers = new Map<string, number>();
  readonly #counts: number[] = [];
  /** by a stretch's id, its terms' numbers */
  readonly #termsOf = new Map<number, Uint32Array>();
  /**
   * What the library was given. Its `discard`, which does without, lets what was removed count among the stretches that have
   * a term until so many searches have met it as the term stands there times (minisearch 7.2.0).
   */
  readonly #entries = new Map<number, Entry>();

  get count(): number {
    return this.#termsOf.size;
  }

  /** @param id from 0; no other stretch has had it */
  add(id: number, text: string): void {
    const terms = searchTerms(text, 'text');
    const entry = { id, terms: terms.join(' ') };
    this.#index.add(entry);
    this.#entries.set(id, entry);
    const each = this.#numbered(terms);
    this.#termsOf.set(id, each);
    for (const number of each) this.#counts[number]! += 1;
  }

  remove(id: number): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#index.remove(entry);
    this.#entries.delete(id);
    for (const number of this.#termsOf.get(id) ?? []) this.#counts[number]! -= 1;
    this.#termsOf.delete(id);
  }

  /** The numbers of a text's terms, each once. */
  termsIn(text: string): Uint32Array {
    return this.#numbered(searchTerms(text, 'text'));
  }

  #numbered(terms: readonly string[]): Uint32Array {
    const numbers = new Set<number>();
    for (const term of terms) {
      let number = this.#numbers.get(term);
      if (number === undefined) {
        number = this.#counts.push(0) - 1;
        this.#numbers.set(term, number);
      }
      numbers.add(number);
    }
    return Uint32Array.from(numbers);
  }

  /**
   * BM25+ (Lv and Zhai 2011) with k = 1.2, b = 0.7, d = 0.5, summed over the question's terms; of those that stand in more
   * than half of all stretches only where there are no others. A stretch's length is the number of its different terms, as the
   * library has it, not of all.
   * @param room above all ids
   */
  search(question: string, room: number): WordScores {
    const known = [...new Set(searchTerms(question, 'question'))].filter((term) => this.#countOf(term) > 0);
    const rare = known.filter((term) => this.#countOf(term) <= COMMON * this.count);
    const terms = rare.length > 0 ? rare : known;
    const scores = new Float32Array(room);
    // The library multiplies by how many of the terms were found, with which the questions of bench/README.md do worse.
    for (const { id, score, queryTerms } of terms.length > 0 ? this.#index.search(terms.join(' ')) : [])
      scores[id as number] = score / queryTerms.length;
    const rarities = new Float32Array(this.#counts.length);
    for (const term of terms) {
      const count = this.#countOf(term);
      rarities[this.#numbers.get(term)!] = Math.log(1 + (this.count - count + 0.5) / (count + 0.5));
    }
    return { scores, terms: new Set(terms), rarities };
  }

  #countOf(term: string): number {
    return this.#counts[this.#numbers.get(term) ?? -1] ?? 0;
  }
}
