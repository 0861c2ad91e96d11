import { documentSpan } from '../../../documents/wordReading.js';
import { partsOf } from '../../../documents/documentParts.js';
import type { DocumentFormat } from '../../../protocol/engine/index.js';
import type { TextSpan } from '../../../text/index.js';
import { BREAK, contextBefore, contextBehind, passagesOf, readPart, type ProsePart } from './proseParts.js';
import type { Reach, Stretch } from './readers.js';

/** A stretch that is scored, and where it stands. */
export interface Passage extends Stretch {
  /** in its part's prose */
  at: number;
}

/** Formats that are read as a whole are, up to so many UTF-16 units. */
export const LONGEST_WHOLE = 400_000;

/**
 * The prose of a document as it is at one time, read part by part as it is asked for. What was read of an older version
 * serves again where a part is the same.
 */
export class ProseOfDocument {
  readonly parts: readonly TextSpan[];
  readonly #read: (ProsePart | undefined)[] = [];
  readonly #passages = new Map<Reach, Passage[][]>();
  /** parts by their text, for the next version */
  readonly #byText: Map<string, ProsePart>;

  constructor(
    readonly text: string,
    readonly format: DocumentFormat,
    before: ProseOfDocument | null = null,
  ) {
    this.parts = partsOf(text, format);
    this.#byText = before?.format === format ? before.#byText : new Map<string, ProsePart>();
    const present = new Set(this.parts.map((part) => this.#textOf(part)));
    for (const gone of this.#byText.keys()) if (!present.has(gone)) this.#byText.delete(gone);
  }

  /** The parts that a stretch of the document touches. */
  touched({ start, end }: TextSpan): number[] {
    return this.parts.flatMap((part, index) => (part.start <= end && part.end >= start ? [index] : []));
  }

  /** A part was read, in this version or as the same one before. */
  isRead(index: number): boolean {
    return this.#read[index] !== undefined || this.#byText.has(this.#textOf(this.parts[index]!));
  }

  part(index: number): ProsePart {
    const known = this.#read[index];
    if (known !== undefined) return known;
    const text = this.#textOf(this.parts[index]!);
    const read = this.#byText.get(text) ?? readPart(text, this.format);
    this.#byText.set(text, read);
    return (this.#read[index] = read);
  }

  /** The passages of a part, in order, with what stands around them. */
  passages(index: number, reach: Reach): readonly Passage[] {
    let ofReach = this.#passages.get(reach);
    if (ofReach === undefined) this.#passages.set(reach, (ofReach = []));
    return (ofReach[index] ??= this.#cut(index, reach));
  }

  /** Where a stretch of a part's prose is in the document. */
  place(index: number, span: TextSpan): TextSpan {
    const { start, end } = documentSpan(this.part(index), span);
    const by = this.parts[index]!.start;
    return { start: start + by, end: end + by };
  }

  #cut(index: number, reach: Reach): Passage[] {
    const { text } = this.part(index);
    const ahead = index > 0 ? this.part(index - 1).text : '';
    return passagesOf(text, reach.most).map(({ start, end }) => ({
      before: contextBefore((ahead === '' ? '' : ahead + BREAK) + text.slice(0, start), reach.before),
      text: text.slice(start, end),
      after: reach.after > 0 ? contextBehind(text.slice(end), reach.after) : '',
      at: start,
    }));
  }

  #textOf({ start, end }: TextSpan): string {
    return this.text.slice(start, end);
  }
}
