import MiniSearch from 'minisearch';
import { searchTerms } from './words.js';

interface Entry {
  id: number;
  /** with a space between two */
  terms: string;
}

/** Terms that stand in a larger share of all stretches tell little, and cost most of the time. */
const COMMON = 0.5;

/** How much a question's words say of each stretch. */
export interface WordScores {
  /** BM25+ by a stretch's id; 0 where none of the words stands there */
  scores: Float32Array;
  /** the question's terms that were looked for, with how rare each is: log(1 + (N − n + ½) / (n + ½)) */
  rarities: ReadonlyMap<string, number>;
}

/** Stretches of text by their words. */
export class WordIndex {
  readonly #index = new MiniSearch<Entry>({
    fields: ['terms'],
    tokenize: (terms) => terms.split(' '),
    processTerm: (term) => term,
  });
  /** of each term, in how many stretches it stands */
  readonly #counts = new Map<string, number>();
  readonly #termsOf = new Map<number, string[]>();

  get count(): number {
    return this.#termsOf.size;
  }

  /** @param id from 0; no other stretch has had it */
  add(id: number, text: string): void {
    const terms = searchTerms(text, 'text');
    this.#index.add({ id, terms: terms.join(' ') });
    const each = [...new Set(terms)];
    this.#termsOf.set(id, each);
    for (const term of each) this.#counts.set(term, (this.#counts.get(term) ?? 0) + 1);
  }

  remove(id: number): void {
    this.#index.discard(id);
    for (const term of this.#termsOf.get(id) ?? []) this.#counts.set(term, this.#counts.get(term)! - 1);
    this.#termsOf.delete(id);
  }

  /**
   * BM25+ (Lv and Zhai 2011) with k = 1.2, b = 0.7, d = 0.5, summed over the question's terms; of those that stand in more
   * than half of all stretches only where there are no others.
   * @param room above all ids
   */
  search(question: string, room: number): WordScores {
    const known = [...new Set(searchTerms(question, 'question'))].filter((term) => (this.#counts.get(term) ?? 0) > 0);
    const rare = known.filter((term) => this.#counts.get(term)! <= COMMON * this.count);
    const terms = rare.length > 0 ? rare : known;
    const scores = new Float32Array(room);
    // The library multiplies by how many of the terms were found, with which the questions of bench/README.md do worse.
    for (const { id, score, queryTerms } of terms.length > 0 ? this.#index.search(terms.join(' ')) : [])
      scores[id as number] = score / queryTerms.length;
    const rarity = (count: number) => Math.log(1 + (this.count - count + 0.5) / (count + 0.5));
    return { scores, rarities: new Map(terms.map((term) => [term, rarity(this.#counts.get(term)!)])) };
  }
}
