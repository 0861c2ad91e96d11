/** A weight to be trained. */
export interface ParameterShape {
  name: string;
  shape: readonly number[];
}

export const countOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

interface Place {
  start: number;
  end: number;
}

/**
 * The weights that are trained and their gradients, each one flat array that graph and optimiser share: what the graph
 * writes into a part of `gradients` is read where it lies.
 */
export class Parameters {
  readonly values: Float32Array;
  readonly gradients: Float32Array;
  readonly #places = new Map<string, Place>();

  constructor(readonly list: readonly ParameterShape[]) {
    let size = 0;
    for (const { name, shape } of list) {
      const start = size;
      size += countOf(shape);
      this.#places.set(name, { start, end: size });
    }
    this.values = new Float32Array(size);
    this.gradients = new Float32Array(size);
  }

  /** Where a weight's numbers are in the flat arrays. */
  place(name: string): Place {
    const place = this.#places.get(name);
    if (!place) throw new Error(`${name} is not trained.`);
    return place;
  }

  /** A weight's numbers; no copy. */
  valuesOf(name: string): Float32Array {
    const { start, end } = this.place(name);
    return this.values.subarray(start, end);
  }

  /** Its gradient; no copy. */
  gradientOf(name: string): Float32Array {
    const { start, end } = this.place(name);
    return this.gradients.subarray(start, end);
  }
}
