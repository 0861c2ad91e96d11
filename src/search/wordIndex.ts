import MiniSearch from 'minisearch';
import { TermCounts } from './termCounts.js';
import { searchTerms } from './words.js';

interface Entry {
  id: number;
  /** with a space between two */
  terms: string;
}

/** Terms that stand in a larger share of all texts tell little, and cost most of the time. */
const COMMON = 0.5;

/** How much a question's words say. */
export interface WordScores {
  /** BM25+ by a stretch's id; 0 where none of the words stands there */
  scores: Float32Array;
  /** the question's terms that were looked for */
  terms: ReadonlySet<string>;
  /** by a term's number how rare it is among sentences; 0 for all that are not looked for in them */
  rarities: Float32Array;
  /**
   * How much of the question can be found by words, from 0 to 1: the rarities of those of its terms that are looked for in
   * sentences, as a share of the rarities of all its terms
   */
  share: number;
}

/** Stretches of text and the sentences in them by their words. */
export class WordIndex {
  readonly #index = new MiniSearch<Entry>({
    fields: ['terms'],
    tokenize: (terms) => terms.split(' '),
    processTerm: (term) => term,
  });
  readonly #numbers = new Map<string, number>();
  readonly #stretches = new TermCounts();
  readonly #sentences = new TermCounts();
  /** by a stretch's id, its terms' numbers */
  readonly #termsOf = new Map<number, Uint32Array>();
  /**
   * What the library was given. Its `discard`, which does without, lets what was removed count among the stretches that have
   * a term until so many searches have met it as the term stands there times (minisearch 7.2.0).
   */
  readonly #entries = new Map<number, Entry>();

  /** Stretches. */
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
    this.#stretches.add(each);
  }

  remove(id: number): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#index.remove(entry);
    this.#entries.delete(id);
    this.#stretches.remove(this.#termsOf.get(id) ?? []);
    this.#termsOf.delete(id);
  }

  /** Counts a sentence. @returns the numbers of its terms, each once */
  addSentence(text: string): Uint32Array {
    const terms = this.#numbered(searchTerms(text, 'text'));
    this.#sentences.add(terms);
    return terms;
  }

  /** @param terms as `addSentence` gave them */
  removeSentence(terms: Uint32Array): void {
    this.#sentences.remove(terms);
  }

  #numbered(terms: readonly string[]): Uint32Array {
    const numbers = new Set<number>();
    for (const term of terms) {
      const known = this.#numbers.get(term) ?? this.#numbers.size;
      this.#numbers.set(term, known);
      numbers.add(known);
    }
    return Uint32Array.from(numbers);
  }

  /**
   * BM25+ (Lv and Zhai 2011) with k = 1.2, b = 0.7, d = 0.5, summed over the question's terms; of those that stand in more
   * than half of all stretches only where there are no others, and the same among sentences. A stretch's length is the number
   * of its different terms, as the library has it, not of all.
   * @param room above all ids
   */
  search(question: string, room: number): WordScores {
    const asked = [...new Set(searchTerms(question, 'question'))];
    const ofStretches = this.#lookedFor(asked, this.#stretches);
    const ofSentences = this.#lookedFor(asked, this.#sentences);
    const scores = new Float32Array(room);
    // The library multiplies by how many of the terms were found, with which the questions of bench/README.md do worse.
    for (const { id, score, queryTerms } of ofStretches.length > 0 ? this.#index.search(ofStretches.join(' ')) : [])
      scores[id as number] = score / queryTerms.length;
    const rarities = new Float32Array(this.#numbers.size);
    let found = 0;
    for (const term of ofSentences) found += rarities[this.#numbers.get(term)!] = this.#rarityOf(term);
    const all = asked.reduce((sum, term) => sum + this.#rarityOf(term), 0);
    const share = all > 0 ? found / all : 0;
    return { scores, terms: new Set([...ofStretches, ...ofSentences]), rarities, share };
  }

  /** Those of a question's terms that stand somewhere; the common ones only where there are no others. */
  #lookedFor(asked: readonly string[], counts: TermCounts): string[] {
    const countOf = (term: string) => counts.of(this.#numberOf(term));
    const known = asked.filter((term) => countOf(term) > 0);
    const rare = known.filter((term) => countOf(term) <= COMMON * counts.texts);
    return rare.length > 0 ? rare : known;
  }

  readonly #numberOf = (term: string): number => this.#numbers.get(term) ?? -1;

  #rarityOf(term: string): number {
    return this.#sentences.rarityOf(this.#numberOf(term));
  }
}
