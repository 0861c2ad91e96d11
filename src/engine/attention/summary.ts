import type { AttentionSummaryMap, HeadSummary, MapKind } from '../../protocol/engine/index.js';
import { meanAttentionDistance, meanAttentionShift } from '../../attention/attentionDistance.js';
import { meanRowEntropy } from '../../maths/rowEntropy.js';
import { classifyHead, computePatternShares, type PatternContext } from '../../attention/headPatterns.js';
import { crossAttentionRollout, attentionRollout, type MatMul } from '../../maths/attentionRollout.js';
import { makeThumbnail, thumbnailSize } from '../../attention/thumbnails.js';
import type { MapSizes } from '../onnx/attentionSession.js';

/** A map's summary as it grows, head by head, while the weights themselves come and go. */
export class MapSummary {
  readonly #heads: HeadSummary[] = [];
  readonly #means: Float32Array[];
  readonly #thumbnails: Float32Array;

  constructor(
    readonly kind: MapKind,
    private readonly sides: PatternContext,
    private readonly sizes: MapSizes,
  ) {
    const { rows, columns } = thumbnailSize(sides.queries, sides.keys);
    this.#means = Array.from({ length: sizes.layers }, () => new Float32Array(sides.queries * sides.keys));
    this.#thumbnails = new Float32Array(sizes.layers * sizes.heads * rows * columns);
  }

  /** Each layer's mean over its heads, flat [queries, keys]. */
  get means(): readonly Float32Array[] {
    return this.#means;
  }

  /** Takes in one head; heads come layer by layer. @param weights flat [queries, keys] */
  add(layer: number, head: number, weights: Float32Array): void {
    const { queries, keys, isSelf: own } = this.sides;
    const distance = own ? meanAttentionDistance(weights, queries, keys) : meanAttentionShift(weights, queries, keys);
    const { pattern, share } = classifyHead(computePatternShares(weights, this.sides));
    this.#heads.push({ layer, head, entropy: meanRowEntropy(weights, queries), distance, pattern, share });
    const small = makeThumbnail(weights, queries, keys);
    this.#thumbnails.set(small, (layer * this.sizes.heads + head) * small.length);
    const mean = this.#means[layer]!;
    const { heads } = this.sizes;
    for (let at = 0; at < mean.length; at++) mean[at]! += weights[at]! / heads;
  }

  value(rolled: Float32Array): AttentionSummaryMap {
    const { queries, keys } = this.sides;
    const { rows: thumbnailRows, columns: thumbnailColumns } = thumbnailSize(queries, keys);
    return {
      kind: this.kind,
      queries,
      keys,
      heads: this.#heads,
      rollout: rolled,
      thumbnailRows,
      thumbnailColumns,
      thumbnails: this.#thumbnails,
    };
  }
}

/** The summaries with their rollouts; that of a cross map needs the other two. */
export async function summariseMaps(
  summaries: ReadonlyMap<MapKind, MapSummary>,
  sides: (kind: MapKind) => { queries: number; keys: number },
  product: MatMul,
): Promise<AttentionSummaryMap[]> {
  const encoder = summaries.get('encoder');
  const encoded = encoder ? await attentionRollout(encoder.means, sides('encoder').queries, product) : null;
  const values: AttentionSummaryMap[] = [];
  for (const [kind, summary] of summaries) {
    switch (kind) {
      case 'encoder':
        values.push(summary.value(encoded ?? new Float32Array(0)));
        break;
      case 'decoder':
        values.push(summary.value(await attentionRollout(summary.means, sides('decoder').queries, product)));
        break;
      case 'cross': {
        const own = summaries.get('decoder')?.means ?? [];
        const layers = summary.means.map((cross, layer) => ({ own: own[layer]!, cross }));
        const { queries: targets, keys: sources } = sides('cross');
        values.push(summary.value(await crossAttentionRollout(layers, encoded!, { targets, sources }, product)));
      }
    }
  }
  return values;
}
