import type { TextChange } from '../../editor/textChanges.js';

/**
 * A continuation that grows at a place in a text, in UTF-16 offsets, and others for the same place. Pure: the editor's
 * events go in, offers come out.
 */
export class InlineSuggestion {
  #anchor: number;
  #texts: readonly string[] = [''];

  constructor(anchor: number) {
    this.#anchor = anchor;
  }

  /** where the continuation begins */
  get anchor(): number {
    return this.#anchor;
  }

  /** the first one */
  get text(): string {
    return this.#texts[0] ?? '';
  }

  /** The continuation as far as it is known now. */
  grow(text: string): void {
    this.#texts = [text];
  }

  /** All that are offered, in this order. */
  offer(texts: readonly string[]): void {
    this.#texts = texts;
  }

  /** Follows a change that ends before the place. What changes behind it is judged by `accepted`. */
  follow({ start, end, length }: TextChange): void {
    // What is typed or taken at the place itself belongs to the continuation.
    if (end > this.#anchor || start === this.#anchor) return;
    this.#anchor += length - (end - start);
  }

  /**
   * The ones that go on from what stands in the text already, by their index.
   * @param between the text from the place to the cursor, with line feeds; null when the cursor is before the place
   */
  matching(between: string | null): number[] {
    if (between === null) return [];
    return this.#texts.flatMap((text, index) => (text.startsWith(between) ? [index] : []));
  }

  /**
   * How much of a continuation stands in the text already, by taking it word by word or typing the same.
   * @returns null when something else stands there, so that there is nothing to offer
   */
  accepted(between: string | null): number | null {
    return between !== null && this.matching(between).length > 0 ? between.length : null;
  }

  /** Whether all of a continuation stands in the text. */
  isTaken(between: string | null): boolean {
    return between !== null && between !== '' && this.#texts.includes(between);
  }

  /** What is left to offer at the cursor, in order and once each; empty when nothing fits there. */
  remainders(between: string | null): string[] {
    const taken = between?.length ?? 0;
    const left = this.matching(between).map((index) => this.#texts[index]!.slice(taken));
    return [...new Set(left)].filter((text) => text !== '');
  }
}
