import type { Features } from '../../../src/training/logisticRegression.js';

/** Vectors as rows of one flat list. */
export function featuresFrom(vectors: readonly (readonly number[])[]): Features {
  return { values: Float32Array.from(vectors.flat()), rows: vectors.length, width: vectors[0]?.length ?? 0 };
}
