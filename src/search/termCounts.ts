/** In how many of some texts each term stands, terms by their numbers. */
export class TermCounts {
  readonly #counts: number[] = [];
  #texts = 0;

  get texts(): number {
    return this.#texts;
  }

  /** @param terms of one text, each once */
  add(terms: Iterable<number>): void {
    this.#texts += 1;
    for (const term of terms) this.#counts[term] = this.of(term) + 1;
  }

  remove(terms: Iterable<number>): void {
    this.#texts -= 1;
    for (const term of terms) this.#counts[term]! -= 1;
  }

  of(term: number): number {
    return this.#counts[term] ?? 0;
  }

  /** How rare a term is, as BM25 has it: log(1 + (N − n + ½) / (n + ½)), where n of N texts have it. */
  rarityOf(term: number): number {
    const count = this.of(term);
    return Math.log(1 + (this.#texts - count + 0.5) / (count + 0.5));
  }
}
