/**
 * A text made from a source text, and for each of its UTF-16 units the stretch of the source it stands for.
 * `starts` and `ends` have one entry a unit of `text` and never fall; the two halves of a surrogate pair have the same.
 */
export interface Aligned {
  readonly text: string;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** `text.slice(start, end)` of the source as it stands. */
export function identity(text: string, start = 0, end = text.length): Aligned {
  const slice = text.slice(start, end);
  const starts = new Int32Array(slice.length);
  const ends = new Int32Array(slice.length);
  for (let i = 0; i < slice.length; i++) {
    const low = isLowSurrogate(slice, i) ? 1 : 0;
    starts[i] = start + i - low;
    ends[i] = start + i + (i + 1 < slice.length && isLowSurrogate(slice, i + 1) ? 2 : 1);
  }
  return { text: slice, starts, ends };
}

/** A part of an aligned text, sharing its arrays. */
export function slice(from: Aligned, start: number, end: number): Aligned {
  return {
    text: from.text.slice(start, end),
    starts: from.starts.subarray(start, end),
    ends: from.ends.subarray(start, end),
  };
}

/** `prefix` put before the text; it stands for the same stretch as the first character, as in Hugging Face's offsets. */
export function prepend(prefix: string, to: Aligned): Aligned {
  const builder = new AlignedBuilder();
  builder.push(prefix, to.starts[0] ?? 0, to.ends[0] ?? 0);
  builder.copy(to, 0, to.text.length);
  return builder.build();
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Collects an aligned text from left to right. */
export class AlignedBuilder {
  private text = '';
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];

  /** Adds text that stands as a whole for one stretch of the source. */
  push(text: string, start: number, end: number): void {
    this.text += text;
    for (let i = 0; i < text.length; i++) {
      this.starts.push(start);
      this.ends.push(end);
    }
  }

  /** Adds a part of another aligned text unchanged. */
  copy(from: Aligned, start: number, end: number): void {
    this.text += from.text.slice(start, end);
    for (let i = start; i < end; i++) {
      this.starts.push(from.starts[i] ?? 0);
      this.ends.push(from.ends[i] ?? 0);
    }
  }

  /** The character before also stands for the source up to `end`: an accent that was taken off belongs to its letter. */
  extend(end: number): void {
    const before = this.ends.at(-1);
    for (let i = this.ends.length - 1; i >= 0 && this.ends[i] === before; i--) this.ends[i] = end;
  }

  build(): Aligned {
    return { text: this.text, starts: Int32Array.from(this.starts), ends: Int32Array.from(this.ends) };
  }
}
