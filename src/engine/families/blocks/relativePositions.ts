import type { Writing } from './parts.js';

export interface RelativePositions {
  buckets: number;
  /** from this distance on all are in the last bucket */
  maxDistance: number;
  /** whether keys behind a query have buckets of their own; otherwise they are as near as can be */
  isBidirectional: boolean;
}

/**
 * The bucket of a key at `distance` from the query, positive behind it: T5's (Raffel et al. 2020), in 32 bit as
 * transformers' `_relative_position_bucket` computes it, whose rounding decides at powers of two.
 */
export function bucketOf(distance: number, { buckets, maxDistance, isBidirectional }: RelativePositions): number {
  const half = isBidirectional ? buckets / 2 : buckets;
  const side = isBidirectional && distance > 0 ? half : 0;
  const away = isBidirectional ? Math.abs(distance) : Math.max(0, -distance);
  const exact = Math.floor(half / 2);
  if (away < exact) return side + away;
  const { fround, log, min } = Math;
  const share = fround(fround(log(fround(away / exact))) / fround(log(maxDistance / exact)));
  return side + min(half - 1, exact + Math.trunc(fround(share * (half - exact))));
}

/**
 * A bias for each head by the distance of query and key, [1, heads, queries, keys].
 * @param queries, keys their positions, int64 [tokens]
 * @param table the weight's name, [buckets, heads]
 */
export function relativePositionBias(
  { graph, weights }: Writing,
  { queries, keys }: { queries: string; keys: string },
  table: string,
  heads: number,
  positions: RelativePositions,
): string {
  const { buckets, maxDistance } = positions;
  const all = Array.from({ length: 2 * maxDistance + 1 }, (_, at) => bucketOf(at - maxDistance, positions));
  const distances = graph.node('Sub', [
    graph.node('Unsqueeze', [keys, graph.ints(0)]),
    graph.node('Unsqueeze', [queries, graph.ints(1)]),
  ]);
  const near = graph.node('Max', [graph.node('Min', [distances, graph.ints(maxDistance)]), graph.ints(-maxDistance)]);
  const ids = graph.node('Gather', [graph.ints(...all), graph.node('Add', [near, graph.ints(maxDistance)])]);
  const looked = graph.node('Gather', [weights.get(table, buckets, heads), ids]);
  const turned = graph.node('Transpose', [looked], { perm: { list: [2, 0, 1] } });
  return graph.node('Unsqueeze', [turned, graph.ints(0)]);
}
