import type { TextSpan } from '../../../text/index.js';
import type { Passage, ProseOfDocument } from './proseOfDocument.js';
import { reachOf, type Reader, type Readers, type Which } from './readers.js';
import { add, NOTHING, totalsOf, type Totals } from './totals.js';
import type { WordBits } from './wordBits.js';

/** A word of the document with its bits. */
export interface PlacedWord extends WordBits {
  /** in the document */
  place: TextSpan;
  passage: Passage;
}

/** How far a document is read. */
export interface DocumentTotals {
  totals: Totals;
  /** passages that are scored */
  done: number;
  isWhole: boolean;
}

/** The prose of a document as it was read at one time, and what of it is scored by each model. */
export class ScoredProse {
  /** parts of which all is scored, for each model */
  readonly #done: Record<Which, Set<number>> = { first: new Set(), second: new Set() };
  /** parts of which something is scored */
  readonly #begun: Record<Which, Set<number>> = { first: new Set(), second: new Set() };

  constructor(
    readonly prose: ProseOfDocument,
    private readonly answers: Readers,
  ) {}

  /** Whether all of a part is scored. */
  isDone(which: Which, index: number): boolean {
    return this.#done[which].has(index);
  }

  /** All of a part is scored. */
  finish(which: Which, index: number): void {
    this.#done[which].add(index);
    this.#begun[which].add(index);
  }

  /** The words of a stretch of the document that are known by now, in order. */
  words(reader: Reader, span?: TextSpan): PlacedWord[] {
    const { prose } = this;
    const parts = span === undefined ? prose.parts.map((_, index) => index) : prose.touched(span);
    // What nobody has read holds no word that is known, and to read all of a long text takes seconds.
    return parts.flatMap((index) =>
      !prose.isRead(index)
        ? []
        : this.#wordsOf(index, reader).filter(
            ({ place }) => span === undefined || (place.start < span.end && place.end > span.start),
          ),
    );
  }

  #wordsOf(index: number, reader: Reader): PlacedWord[] {
    const { prose } = this;
    return prose.passages(index, reachOf(reader)).flatMap((passage) =>
      (this.answers.known(reader, passage) ?? []).map((word) => ({
        ...word,
        place: prose.place(index, { start: passage.at + word.start, end: passage.at + word.end }),
        passage,
      })),
    );
  }

  /** What is known of the whole document. */
  totals(which: Which, reader: Reader): DocumentTotals {
    let totals = NOTHING;
    let done = 0;
    // Parts that nobody has asked for yet are not read for this.
    for (const index of this.#begun[which]) {
      for (const passage of this.prose.passages(index, reachOf(reader))) {
        const words = this.answers.known(reader, passage);
        if (words === null) continue;
        totals = add(totals, totalsOf(words));
        done++;
      }
    }
    return { totals, done, isWhole: this.#done[which].size === this.prose.parts.length };
  }

  /** The first passage of these parts that is not scored yet. @param seen only what touches these stretches; null: all */
  missing(
    which: Which,
    reader: Reader,
    parts: readonly number[],
    seen: readonly TextSpan[] | null,
  ): { reader: Reader; passage: Passage } | null {
    const { prose } = this;
    for (const index of parts) {
      if (seen === null && this.#done[which].has(index)) continue;
      let isDone = true;
      for (const passage of prose.passages(index, reachOf(reader))) {
        if (this.answers.known(reader, passage) !== null) {
          this.#begun[which].add(index);
          continue;
        }
        isDone = false;
        const place = prose.place(index, { start: passage.at, end: passage.at + passage.text.length });
        const isIn = seen === null || seen.some(({ start, end }) => place.start < end && place.end > start);
        if (isIn) {
          this.#begun[which].add(index);
          return { reader, passage };
        }
      }
      if (isDone) this.#done[which].add(index);
    }
    return null;
  }
}
