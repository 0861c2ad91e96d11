import type { Span } from '../../protocol/engine/index.js';
import { growRange, occurrences, putBy, type TextChange } from './textChanges.js';

/** Reads a document's text as it stands now, all of it or a stretch. */
export type ReadText = (span?: Span) => string;

/** A piece of text by its length and where in it the followed text begins. */
interface Piece {
  length: number;
  at: number;
}

/** A change that took all of the text away at once, and what it took. */
interface Taking {
  index: number;
  piece: Piece;
  /** nothing was put in instead */
  pure: boolean;
}

/**
 * A stretch of a text that is followed through changes, in UTF-16 units. Position tells where it is. Its own words do so
 * only while nothing else has held them since the tracking began, and only for a stretch that was moved as a whole or came
 * back by an undo: a copy of a sentence that was changed meanwhile is not that sentence.
 */
export class TrackedRange {
  #span: Span | null;
  #unique: boolean;
  #stands = true;
  /** the piece that was taken away with all of the text in it, for what is put in elsewhere as it was; null: none was */
  #removed: Piece | null = null;

  /**
   * @param start where the text is said to stand; where it does not, the only place that holds it counts
   * @param byPosition the text is too common to be found again by its words
   */
  constructor(
    readonly text: string,
    start: number,
    read: ReadText,
    byPosition = false,
  ) {
    this.#span = { start, end: start + text.length };
    const [first, second] = text === '' ? [] : occurrences(read(), text);
    const only = first !== undefined && second === undefined ? first : null;
    this.#unique = only !== null && !byPosition;
    if (read(this.#span) === text) return;
    this.#span = only;
    this.#stands = only !== null;
  }

  /** The stretch with what was put into it; null when its ends are lost. */
  get grown(): Span | null {
    return this.#span;
  }

  /** Nothing else has held the text since the tracking began. */
  get isUnique(): boolean {
    return this.#unique;
  }

  /** Where the text stands unchanged; null when it does not, or when nobody can tell. */
  where(read: ReadText): Span | null {
    return this.#span !== null && read(this.#span) === this.text ? this.#span : null;
  }

  /**
   * Follows the changes of one event, which are applied one after the other.
   * @param read the text after them
   * @param undone by undo or redo
   */
  follow(changes: readonly TextChange[], read: ReadText, undone: boolean): void {
    if (changes.length === 0) return;
    const taking = this.#move(changes);
    const puts = putBy(changes);
    const stands = this.where(read);
    const others = this.#around(puts, read).filter(({ start }) => start !== stands?.start);
    this.#removed = taking === null ? this.#removed : taking.pure ? taking.piece : null;
    const moved = stands === null ? this.#movedTo(others, puts, taking, undone) : undefined;
    if (moved !== undefined) this.#span = moved;
    else if (others.length > 0) this.#unique = false;
    this.#stands = stands !== null || moved !== undefined;
    if (this.#stands) this.#removed = null;
  }

  /** Moves the stretch's ends. @returns how all of it was taken away while it stood; null when it was not */
  #move(changes: readonly TextChange[]): Taking | null {
    let taking: Taking | null = null;
    for (const [index, change] of changes.entries()) {
      if (this.#span === null) break;
      const { start, end } = this.#span;
      if (this.#stands && start < end && change.start <= start && change.end >= end) {
        const piece = { length: change.end - change.start, at: start - change.start };
        taking ??= { index, piece, pure: change.length === 0 };
      }
      this.#span = growRange(this.#span, change);
    }
    return taking;
  }

  /** Other places of the text that the changes may have made: all of them touch what was changed. */
  #around(puts: readonly Span[], read: ReadText): Span[] {
    const reach = Math.max(0, this.text.length - 1);
    const start = Math.max(0, Math.min(...puts.map((put) => put.start)) - reach);
    const end = Math.max(...puts.map((put) => put.end)) + reach;
    return occurrences(read({ start, end }), this.text).map((span) => ({
      start: span.start + start,
      end: span.end + start,
    }));
  }

  /** The one place that the text went or came back to; undefined when that is not certain. */
  #movedTo(others: readonly Span[], puts: readonly Span[], taking: Taking | null, undone: boolean): Span | undefined {
    if (undone) {
      const back = this.#unique ? others : others.filter((span) => this.#returned(span, puts));
      return back.length === 1 ? back[0] : undefined;
    }
    const [only, second] = others;
    if (!this.#unique || only === undefined || second !== undefined) return undefined;
    const within = puts.findIndex(({ start, end }) => start <= only.start && only.end <= end);
    if (within < 0) return undefined;
    const { start, end } = puts[within]!;
    const piece = this.#removed;
    const whole = piece !== null && piece.length === end - start && piece.at === only.start - start;
    return whole || within === taking?.index ? only : undefined;
  }

  /** Whether an undo put a place back around what was left of the stretch. */
  #returned({ start, end }: Span, puts: readonly Span[]): boolean {
    const rest = this.#span;
    const isPut = puts.some((put) => start < put.end && end > put.start);
    return isPut && rest !== null && start <= rest.start && end >= rest.end;
  }
}
