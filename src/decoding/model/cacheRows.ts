import type { KVCache } from './languageModel.js';

/** Selects rows of a cache; the cache itself, without a copy, when they are all of its rows in their order. */
export function selectCacheRows(past: KVCache, rows: readonly number[]): KVCache {
  const same = rows.length === past.rows && rows.every((row, index) => row === index);
  return same ? past : past.select(rows);
}
