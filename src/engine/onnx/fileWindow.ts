import { fstatSync, readSync } from 'node:fs';

/** A field of a message: its number and wire type, where it starts with its tag, and where its content is. */
export interface ProtobufField {
  number: number;
  wire: number;
  tag: number;
  start: number;
  end: number;
}

const WINDOW = 16_384;
/** Fields in all: the largest graphs have some ten thousand nodes, weights and sizes. Each costs time and memory. */
const MOST_FIELDS = 1_000_000;
/** What may be read out of a file beside its weights. */
const MOST_BYTES = 500_000_000;
const HIGHEST_NUMBER = 2 ** 29 - 1;
const MOST_INTEGERS = 1000;
const VARINT = 0;
const FIXED64 = 1;
export const DELIMITED = 2;
const FIXED32 = 5;

/** A file that ends within a part of itself: a download that broke off. */
const cutOff = (size: number, needed: number) =>
  new RangeError(`The file is cut off: it has ${size} bytes and needs ${needed} at least.`);

/**
 * A protobuf file read through a small window. What is read is checked, so that a file of zeros or of random bytes is
 * refused at its first fields, whatever its size.
 */
export class FileWindow {
  readonly size: number;
  readonly #window = new Uint8Array(WINDOW);
  #from = 0;
  #to = 0;
  #count = 0;
  #given = 0;

  constructor(private readonly descriptor: number) {
    this.size = fstatSync(descriptor).size;
  }

  /** @throws RangeError when the file ends before, or for more in all than a graph has beside its weights */
  bytes(start: number, end: number): Uint8Array {
    if (end > this.size) throw cutOff(this.size, end);
    this.#given += end - start;
    if (this.#given > MOST_BYTES) throw new RangeError(`It has more than ${MOST_BYTES / 1e6} MB beside its weights.`);
    const bytes = new Uint8Array(end - start);
    for (let read = 0; read < bytes.length;) {
      const more = readSync(this.descriptor, bytes, read, bytes.length - read, start + read);
      if (more === 0) throw cutOff(start + read, end);
      read += more;
    }
    return bytes;
  }

  /**
   * The fields of a message.
   * @throws RangeError for what is no protobuf or cannot be a graph
   */
  *fields(start: number, end: number): Generator<ProtobufField> {
    for (let at = start; at < end;) {
      if (++this.#count > MOST_FIELDS) throw new RangeError(`It has more than ${MOST_FIELDS} parts, as no model has.`);
      const tag = at;
      const [key, content] = this.#varint(at);
      const wire = key & 7;
      const number = Math.floor(key / 8);
      if (number < 1 || number > HIGHEST_NUMBER)
        throw new RangeError(
          `At byte ${tag} is nothing that a graph has: a download that was not finished may look so.`,
        );
      const field = { number, wire, tag, ...this.#content(wire, content, tag) };
      if (field.end > this.size) throw cutOff(this.size, field.end);
      if (field.end > end) throw new RangeError(`The part at byte ${tag} is longer than the one it is in.`);
      yield field;
      at = field.end;
    }
  }

  /** The values of a field of whole numbers, one or the first of many. */
  integers({ wire, start, end }: ProtobufField): number[] {
    if (wire === VARINT) return [this.#varint(start)[0]];
    const values: number[] = [];
    for (let at = start, value: number; wire === DELIMITED && at < end && values.length < MOST_INTEGERS;) {
      [value, at] = this.#varint(at);
      values.push(value);
    }
    return values;
  }

  #content(wire: number, at: number, tag: number): { start: number; end: number } {
    switch (wire) {
      case VARINT:
        return { start: at, end: this.#varint(at)[1] };
      case FIXED64:
        return { start: at, end: at + 8 };
      case FIXED32:
        return { start: at, end: at + 4 };
      case DELIMITED: {
        const [length, start] = this.#varint(at);
        return { start, end: start + length };
      }
      default:
        throw new RangeError(`The field at byte ${tag} is of the kind ${wire}, which there is not in a model.`);
    }
  }

  #byte(at: number): number {
    if (at < this.#from || at >= this.#to) {
      this.#from = at;
      this.#to = at + readSync(this.descriptor, this.#window, 0, WINDOW, at);
      if (this.#to === at) throw cutOff(at, at + 1);
    }
    return this.#window[at - this.#from]!;
  }

  /** @returns the number, and where the byte behind it is */
  #varint(at: number): [value: number, next: number] {
    let value = 0;
    for (let factor = 1; factor < 2 ** 70; factor *= 128) {
      const byte = this.#byte(at++);
      value += (byte & 127) * factor;
      if (byte < 128) return [value, at];
    }
    throw new RangeError(`At byte ${at} a number has more than 10 bytes.`);
  }
}
