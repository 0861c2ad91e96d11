import type { GlassboxError, MapKind } from '../../../protocol/engine/index.js';
import type { GraphIndex } from '../graph/graphIndex.js';
import { describeOps } from '../graph/modelPart.js';
import { findAttention, SEARCHED_OPS } from './attentionNodes.js';
import type { AttentionLayer, AttentionNode } from './attentionNode.js';

/** What is known of a graph whose layers are to be found. */
export interface LayerSearch {
  graphIndex: GraphIndex;
  /** of the attention to the tokens themselves */
  kind: Extract<MapKind, 'encoder' | 'decoder'>;
  /** layers that the config names; null when it does not */
  known: number | null;
  broken: (what: string) => GlassboxError;
}

/**
 * Finds all attention of a graph, layer by layer.
 * @param bytes the file that the graph was read from
 * @throws what `broken` makes of what was looked for and what was found, where the config names another number of layers
 */
export function findLayers(bytes: Uint8Array, { graphIndex, kind, known, broken }: LayerSearch): AttentionLayer[] {
  const layers = numberLayers(findAttention(bytes, graphIndex), kind);
  const found = layers.filter((layer) => layer.kind === kind).length;
  if (found > 0 && (known === null || found === known)) return layers;
  const wanted = known === null ? '' : ` in each of ${known} layers`;
  throw broken(`looked for ${SEARCHED_OPS}${wanted}, found ${found} among ${describeOps(graphIndex.nodes)}`);
}

/** Numbers the nodes as layers of their maps, from 0. */
function numberLayers(sites: readonly AttentionNode[], kind: MapKind): AttentionLayer[] {
  const counts = new Map<MapKind, number>();
  return sites.map((site) => {
    const of = site.isCross ? 'cross' : kind;
    const layer = counts.get(of) ?? 0;
    counts.set(of, layer + 1);
    return { ...site, kind: of, layer };
  });
}
