import type { TextChange } from '../../editor/textChanges.js';

/** A continuation that grows at a place in a text, in UTF-16 offsets. Pure: the editor's events go in, offers come out. */
export class InlineSuggestion {
  #anchor: number;
  #text = '';

  constructor(anchor: number) {
    this.#anchor = anchor;
  }

  /** where the continuation begins */
  get anchor(): number {
    return this.#anchor;
  }

  get text(): string {
    return this.#text;
  }

  /** The continuation as far as it is known now. */
  grow(text: string): void {
    this.#text = text;
  }

  /** Follows a change that ends before the place. What changes behind it is judged by `accepted`. */
  follow({ start, end, length }: TextChange): void {
    // What is typed or taken at the place itself belongs to the continuation.
    if (end > this.#anchor || start === this.#anchor) return;
    this.#anchor += length - (end - start);
  }

  /**
   * How much of the continuation stands in the text already, by taking it word by word or typing the same.
   * @param between the text from the place to the cursor; null when the cursor is before the place
   * @returns null when something else stands there, so that there is nothing to offer
   */
  accepted(between: string | null): number | null {
    // The document may end its lines in the Windows way; the model never does.
    const taken = between?.replaceAll('\r\n', '\n');
    return taken !== undefined && this.#text.startsWith(taken) ? taken.length : null;
  }

  /** What is left to offer at the cursor; null when it does not fit there. */
  remainder(between: string | null): string | null {
    const taken = this.accepted(between);
    return taken === null ? null : this.#text.slice(taken);
  }
}
