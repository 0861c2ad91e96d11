import { createHash } from 'node:crypto';
import { roundVector, type Vector, VectorTable } from './vectors.js';

/** Characters of a passage's key: 64 bits of its text's SHA-256 in hexadecimal. Of a million texts no two share one. */
export const KEY_LENGTH = 16;

/** What a passage's vector is known by, wherever the passage stands. */
export const keyOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, KEY_LENGTH);

/** Vectors of passages by what is written in them. */
export class VectorMemory {
  readonly #places = new Map<string, number>();
  readonly table: VectorTable;

  constructor(size: number) {
    this.table = new VectorTable(size);
  }

  /** The vector's place in the table; −1 where there is none. */
  placeOf(key: string): number {
    return this.#places.get(key) ?? -1;
  }

  add(key: string, vector: ArrayLike<number>): void {
    this.addRounded(key, roundVector(vector));
  }

  addRounded(key: string, vector: Vector): void {
    if (!this.#places.has(key)) this.#places.set(key, this.table.add(vector));
  }
}
