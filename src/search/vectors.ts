/** A vector in 8 bit: `codes` times `scale` is what it was, of length 1, with an error of half a `scale` at most. */
export interface Vector {
  scale: number;
  codes: Int8Array;
}

/** Rounds a vector, made as long as 1, to 8 bit. Zero stays zero. */
export function roundVector(vector: ArrayLike<number>): Vector {
  let squares = 0;
  let most = 0;
  for (let at = 0; at < vector.length; at++) {
    squares += vector[at]! ** 2;
    most = Math.max(most, Math.abs(vector[at]!));
  }
  const length = Math.sqrt(squares);
  const codes = new Int8Array(vector.length);
  if (most === 0) return { scale: 0, codes };
  for (let at = 0; at < codes.length; at++) codes[at] = Math.round((127 * vector[at]!) / most);
  return { scale: Math.fround(most / length / 127), codes };
}

/** Vectors of one size in 8 bit, one behind the other, so that all their products with a question's are one pass. */
export class VectorTable {
  #codes: Int8Array;
  #scales: Float32Array;
  #count = 0;

  constructor(
    /** numbers of a vector */
    readonly size: number,
    room = 256,
  ) {
    this.#codes = new Int8Array(size * room);
    this.#scales = new Float32Array(room);
  }

  get count(): number {
    return this.#count;
  }

  /** @returns the vector's place */
  add({ scale, codes }: Vector): number {
    if (this.#count === this.#scales.length) this.#grow();
    this.#codes.set(codes, this.#count * this.size);
    this.#scales[this.#count] = scale;
    return this.#count++;
  }

  #grow(): void {
    const room = Math.ceil(1.5 * this.#scales.length);
    const codes = new Int8Array(room * this.size);
    codes.set(this.#codes);
    this.#codes = codes;
    const scales = new Float32Array(room);
    scales.set(this.#scales);
    this.#scales = scales;
  }

  /**
   * Products with a question's vector: cosines, where it has length 1. In fractions: alone, sums of whole numbers take
   * 19 ms at best for 100,000 vectors of 384 numbers, and 73 in the median; these take 25 always (bench/README.md).
   */
  products(question: ArrayLike<number>): Float32Array {
    const { size } = this;
    const codes = this.#codes;
    const asked = Float32Array.from(question);
    const products = new Float32Array(this.#count);
    for (let row = 0, at = 0; row < products.length; row++) {
      let sum = 0;
      for (let column = 0; column < size; column++, at++) sum += asked[column]! * codes[at]!;
      products[row] = sum * this.#scales[row]!;
    }
    return products;
  }
}
