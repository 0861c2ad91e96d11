import type { GlassboxError } from '../../../protocol/engine/index.js';
import type { PartSource } from '../attention/attentionGraph.js';
import { findLayers } from '../attention/attentionLayers.js';
import { describeOps, type ModelPart } from '../graph/modelPart.js';
import { findResidualStream, type ResidualStream } from '../graph/residualStream.js';

/**
 * The states between a graph's layers, which are told apart by their attention.
 * @throws what `broken` makes of what was looked for and what was found
 */
export function streamOf(
  bytes: Uint8Array,
  { graphIndex, nodes, result }: ModelPart,
  { kind, layers: known }: PartSource,
  broken: (what: string) => GlassboxError,
): ResidualStream {
  const layers = findLayers(bytes, { graphIndex, kind, known, broken }).filter((layer) => layer.kind === kind);
  const stream = findResidualStream(
    graphIndex,
    layers.map(({ reads }) => reads),
    result,
  );
  if (stream === null) {
    throw broken(
      `looked for the last sum of two activations before the output, found none among ${describeOps(nodes)}`,
    );
  }
  if (typeof stream === 'number') {
    throw broken(`looked for what the projections of layer ${stream} and its residual connection read, found nothing`);
  }
  return stream;
}
