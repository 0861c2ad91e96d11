/** Rows and columns of a small picture, at most. */
export const MAX_THUMBNAIL_SIZE = 32;

export interface ThumbnailSize {
  rows: number;
  columns: number;
}

/** The size of the small picture of a map: its own where that is small. */
export const thumbnailSize = (queries: number, keys: number): ThumbnailSize => ({
  rows: Math.min(queries, MAX_THUMBNAIL_SIZE),
  columns: Math.min(keys, MAX_THUMBNAIL_SIZE),
});

/**
 * Makes a map small: the largest weight of each field, so that a thin line stays seen.
 * @param weights flat [queries, keys]
 * @returns flat [rows, columns]
 */
export function makeThumbnail(weights: Float32Array, queries: number, keys: number): Float32Array {
  const { rows, columns } = thumbnailSize(queries, keys);
  const small = new Float32Array(rows * columns);
  // Field n begins at ⌈n · size / fields⌉, so that ⌊place · fields / size⌋ is a place's field.
  const edges = Int32Array.from({ length: columns + 1 }, (_, column) => Math.ceil((column * keys) / columns));
  for (let query = 0; query < queries; query++) {
    const field = Math.floor((query * rows) / queries) * columns;
    for (let column = 0; column < columns; column++) {
      let largest = small[field + column]!;
      for (let key = edges[column]!; key < edges[column + 1]!; key++) {
        const weight = weights[query * keys + key]!;
        if (weight > largest) largest = weight;
      }
      small[field + column] = largest;
    }
  }
  return small;
}
