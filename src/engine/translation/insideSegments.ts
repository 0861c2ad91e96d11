import { firstFrom } from '../../documents/index.js';
import type { TranslatedSegment } from '../../protocol/engine/index.js';
import type { TextSpan } from '../../text/index.js';
import { inOrder } from './structure.js';

/** Translations of the prose inside of inert things, found by where they stand: a text may have thousands. */
export class InsideSegments {
  /** in the order of their starts */
  readonly #segments: TranslatedSegment[] = [];

  add(segment: TranslatedSegment): void {
    // They come nearly in order: what is inside of another comes before it.
    this.#segments.splice(firstFrom(this.#segments, segment.start + 1), 0, segment);
  }

  /** Those within a stretch, in order, without those that are in others of them. */
  within({ start, end }: TextSpan): TranslatedSegment[] {
    const first = firstFrom(this.#segments, start);
    const near = this.#segments.slice(first, firstFrom(this.#segments, end));
    return inOrder(near.filter((one) => one.end <= end));
  }
}
