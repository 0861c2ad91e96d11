import type { AttentionSummaryMap, MapKind } from '../../../../src/protocol/engine/index.js';

/** One kind of attention of a model, by layer, the mean over its heads. */
export interface LookingMap {
  kind: MapKind;
  queries: number;
  keys: number;
  /** distance in tokens, null between two texts, which have none; entropy in bits. Layers count from 1 */
  layers: { layer: number; distance: number | null; entropy: number }[];
  /** what they would be if attention were spread evenly over all that may be read */
  even: { distance: number | null; entropy: number };
}

/** A map by layer, the mean over its heads. */
export function lookingMap({ kind, queries, keys, heads }: AttentionSummaryMap): LookingMap {
  const count = Math.max(-1, ...heads.map(({ layer }) => layer)) + 1;
  const layers = Array.from({ length: count }, (_, layer) => {
    const own = heads.filter((head) => head.layer === layer);
    const mean = (of: (head: (typeof own)[number]) => number) =>
      own.reduce((sum, head) => sum + of(head), 0) / Math.max(1, own.length);
    return {
      layer: layer + 1,
      distance: kind === 'cross' ? null : mean(({ distance }) => distance),
      entropy: mean(({ entropy }) => entropy),
    };
  });
  return { kind, queries, keys, layers, even: evenSpread(kind, queries, keys) };
}

/**
 * Mean distance in tokens and mean entropy in bits of attention that is spread evenly over all positions, of a decoder over
 * those up to the reader's own.
 */
export function evenSpread(kind: MapKind, queries: number, keys: number): LookingMap['even'] {
  if (kind === 'cross') return { distance: null, entropy: Math.log2(keys) };
  if (kind === 'encoder') return { distance: (keys ** 2 - 1) / (3 * keys), entropy: Math.log2(keys) };
  const bits = Array.from({ length: queries }, (_, at) => Math.log2(at + 1));
  return { distance: (queries - 1) / 4, entropy: bits.reduce((sum, value) => sum + value, 0) / queries };
}

/** What an even spread comes to; kinds for which it is the same are one. */
export function evenLevels(
  maps: readonly LookingMap[],
  shown: 'distance' | 'entropy',
): { value: number; kinds: MapKind[] }[] {
  const levels: { value: number; kinds: MapKind[] }[] = [];
  for (const { kind, even } of maps) {
    const value = even[shown];
    if (value === null) continue;
    const same = levels.find((level) => Math.abs(level.value - value) < 1e-9);
    if (same) same.kinds.push(kind);
    else levels.push({ value, kinds: [kind] });
  }
  return levels;
}
