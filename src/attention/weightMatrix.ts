import type { AttentionMap } from '../protocol/engine/attentionValues.js';

/** Weights of one head, or an average of several: row by row, each row what one query spends on the keys. */
export interface WeightMatrix {
  queries: number;
  keys: number;
  /** flat [queries, keys] */
  values: Float32Array;
}

/**
 * Takes one head of an attention map, without a copy; an average where a layer or head is null.
 * @param layer counted from 0 in the model, as in `layerIndices`; null: the mean of all that the map holds
 * @param head likewise
 * @throws RangeError when the map does not hold it
 */
export function headMatrix(map: AttentionMap, layer: number | null, head: number | null): WeightMatrix {
  const layers = axisPositions(map.layerIndices, map.layers, layer, 'layer');
  const heads = axisPositions(map.headIndices, map.heads, head, 'head');
  const { queries, keys } = map;
  const size = queries * keys;
  const starts = layers.flatMap((l) => heads.map((h) => (l * map.heads + h) * size));
  const [only] = starts;
  if (starts.length === 1 && only !== undefined) {
    return { queries, keys, values: map.values.subarray(only, only + size) };
  }
  const sums = new Float64Array(size);
  for (const start of starts) {
    for (let i = 0; i < size; i++) sums[i]! += map.values[start + i]!;
  }
  return { queries, keys, values: Float32Array.from(sums, (sum) => sum / starts.length) };
}

/** Finds positions along an axis. Where the engine has averaged already, its one place stands for all of them. */
function axisPositions(indices: readonly number[], length: number, wanted: number | null, name: string): number[] {
  if (wanted === null) return Array.from({ length }, (_, place) => place);
  const place = indices.indexOf(wanted);
  if (place < 0 || indices.length !== length) {
    throw new RangeError(`The map does not hold ${name} ${wanted} by itself: it has ${indices.join(', ')}.`);
  }
  return [place];
}

/** The weights that one query spends on all keys; no copy. */
export function queryRow({ keys, values }: WeightMatrix, query: number): Float32Array {
  return values.subarray(query * keys, (query + 1) * keys);
}

/** The weights that one key gets from all queries. */
export function keyColumn({ queries, keys, values }: WeightMatrix, key: number): Float32Array {
  return Float32Array.from({ length: queries }, (_, query) => values[query * keys + key]!);
}
