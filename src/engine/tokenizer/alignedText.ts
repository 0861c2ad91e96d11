import { EXTRA_GROWTH, MOST_GROWTH, tooMuch } from './limits.js';

/**
 * A text made from a source text, and for each of its UTF-16 units the stretch of the source it stands for.
 * `starts` and `ends` have one entry a unit of `text` and never fall; the two halves of a surrogate pair have the same.
 */
export interface AlignedText {
  readonly text: string;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** `text.slice(start, end)` of the source as it stands. */
export function alignWhole(text: string, start = 0, end = text.length): AlignedText {
  const sliceAligned = text.slice(start, end);
  const starts = new Int32Array(sliceAligned.length);
  const ends = new Int32Array(sliceAligned.length);
  for (let i = 0; i < sliceAligned.length; i++) {
    const low = isLowSurrogate(sliceAligned, i) ? 1 : 0;
    starts[i] = start + i - low;
    ends[i] = start + i + (i + 1 < sliceAligned.length && isLowSurrogate(sliceAligned, i + 1) ? 2 : 1);
  }
  return { text: sliceAligned, starts, ends };
}

/** A part of an aligned text, sharing its arrays. */
export function slice(from: AlignedText, start: number, end: number): AlignedText {
  return {
    text: from.text.slice(start, end),
    starts: from.starts.subarray(start, end),
    ends: from.ends.subarray(start, end),
  };
}

/** `prefix` put before the text; it stands for the same stretch as the first character, as in Hugging Face's offsets. */
export function prependAligned(prefix: string, to: AlignedText): AlignedText {
  const builder = new AlignedTextBuilder(to);
  builder.push(prefix, to.starts[0] ?? 0, to.ends[0] ?? 0);
  builder.copy(to, 0, to.text.length);
  return builder.build();
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Collects an aligned text from left to right. */
export class AlignedTextBuilder {
  #text = '';
  #length = 0;
  #starts: Int32Array;
  #ends: Int32Array;
  readonly #source: number;
  readonly #most: number;

  /** @param from what it is made from: it may become so many times as long as what that stands for, and no longer */
  constructor(from: AlignedText) {
    this.#source = (from.ends.at(-1) ?? 0) - (from.starts[0] ?? 0);
    this.#most = MOST_GROWTH * this.#source + EXTRA_GROWTH;
    this.#starts = new Int32Array(from.text.length + 16);
    this.#ends = new Int32Array(from.text.length + 16);
  }

  /**
   * Adds text that stands as a whole for one stretch of the source.
   * @throws GlassboxError `model-broken` when the text grows beyond measure
   */
  push(text: string, start: number, end: number): void {
    const next = this.#grow(text);
    // Most are a character or two, for which `fill` takes longer.
    for (let i = this.#length; i < next; i++) {
      this.#starts[i] = start;
      this.#ends[i] = end;
    }
    this.#length = next;
  }

  /** Adds a part of another aligned text unchanged. @throws GlassboxError `model-broken`, as above */
  copy(from: AlignedText, start: number, end: number): void {
    const next = this.#grow(from.text.slice(start, end));
    for (let i = this.#length, at = start; i < next; i++, at++) {
      this.#starts[i] = from.starts[at]!;
      this.#ends[i] = from.ends[at]!;
    }
    this.#length = next;
  }

  /** The character before also stands for the source up to `end`: an accent that was taken off belongs to its letter. */
  extend(end: number): void {
    const before = this.#ends[this.#length - 1];
    for (let i = this.#length - 1; i >= 0 && this.#ends[i] === before; i--) this.#ends[i] = end;
  }

  build(): AlignedText {
    return { text: this.#text, starts: this.#starts.slice(0, this.#length), ends: this.#ends.slice(0, this.#length) };
  }

  /** Appends the text. @returns the length after it, for which there is room */
  #grow(text: string): number {
    const next = this.#length + text.length;
    if (next > this.#most) throw tooMuch(`makes more than ${this.#most} characters of ${this.#source}`);
    this.#text += text;
    if (next > this.#starts.length) {
      const room = Math.min(this.#most, 2 * next);
      const larger = (values: Int32Array): Int32Array => {
        const grown = new Int32Array(room);
        grown.set(values);
        return grown;
      };
      this.#starts = larger(this.#starts);
      this.#ends = larger(this.#ends);
    }
    return next;
  }
}
