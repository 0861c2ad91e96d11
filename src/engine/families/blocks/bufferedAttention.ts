import { MICROSOFT, type GraphBuilder } from '../../onnx/build/graphBuilder.js';
import { newKeyValueName } from '../../onnx/rewrite/bufferedStep.js';
import { SPLIT_SIZES, STEP_MASK, TOKEN_POSITIONS } from '../../onnx/rewrite/bufferedAttention.js';
import { FLOAT, INT64 } from '../../onnx/protobuf/write.js';
import type { AttentionOptions, Heads } from './attention.js';

/** What a decoder's layers keep of the tokens so far. */
export interface CacheSizes {
  layers: number;
  /** of keys and values: fewer than of the queries where several share one */
  heads: number;
  /** of a head */
  width: number;
  /** behind a layer's number in the names, of an encoder-decoder `.decoder` */
  side?: string;
}

const pastName = (layer: string, part: 'key' | 'value') => `past_key_values.${layer}.${part}`;

/**
 * The inputs of a step that goes on from buffers with room to grow, `past_key_values.*` as [rows, heads, capacity, width],
 * by the names of steps that are rewritten from exports. Places are those of a buffer and those of the new tokens.
 */
export function bufferInputs(
  graph: GraphBuilder,
  { layers, heads, width, side = '' }: CacheSizes,
): { positions: string; allPositions: string; mask: string } {
  for (let layer = 0; layer < layers; layer++) {
    for (const part of ['key', 'value'] as const) {
      graph.input(pastName(`${layer}${side}`, part), FLOAT, ['rows', heads, 'capacity', width]);
    }
  }
  graph.input(SPLIT_SIZES, INT64, [2]);
  const rows = graph.input('position_ids', INT64, ['rows', 'tokens']);
  return {
    positions: graph.node('Gather', [rows, graph.whole(0)]),
    allPositions: graph.input(TOKEN_POSITIONS, INT64, ['places']),
    mask: graph.input(STEP_MASK, FLOAT, [1, 1, 'tokens', 'places']),
  };
}

/**
 * Attention over the buffers and the new tokens: the scores of the two apart, joined for the softmax and parted again, so
 * that keys and values are read where they are. Queries that share keys are read against them in one product. New keys
 * and values are given out, [rows, heads, tokens, width].
 * @param layer its number, and of an encoder-decoder its side
 * @returns [rows, tokens, heads · width], before the output projection
 */
export function attendBuffers(
  graph: GraphBuilder,
  { query, key, value }: Heads,
  layer: string,
  { heads, keyHeads, width, scale, added }: AttentionOptions & { keyHeads: number },
): string {
  const [pastKey, pastValue] = [pastName(layer, 'key'), pastName(layer, 'value')];
  graph.output(newKeyValueName(pastKey), key, FLOAT, ['rows', keyHeads, 'tokens', width]);
  graph.output(newKeyValueName(pastValue), value, FLOAT, ['rows', keyHeads, 'tokens', width]);
  /** A zero keeps a size as it is. */
  const view = (tensor: string, count: number, last: number) =>
    keyHeads === heads ? tensor : graph.node('Reshape', [tensor, graph.ints(0, count, -1, last)]);
  const turned = { transB: 1 };
  const last = { axis: -1 };
  const queries = scale === 1 ? view(query, keyHeads, width) : scaledQueries(graph, query, scale, [keyHeads, width]);
  const past = graph.node('FusedMatMul', [queries, pastKey], turned, MICROSOFT);
  const fresh = graph.node('FusedMatMul', [queries, key], turned, MICROSOFT);
  let scores = view(graph.node('Concat', [past, fresh], last), heads, 0);
  for (const term of added) scores = graph.node('Add', [scores, term]);
  const weights = view(graph.node('Softmax', [scores], last), keyHeads, 0);
  const [ofPast = '', ofFresh = ''] = graph.nodes('Split', [weights, SPLIT_SIZES], 2, last);
  const sum = graph.node('Add', [graph.node('MatMul', [ofPast, pastValue]), graph.node('MatMul', [ofFresh, value])]);
  const mixed = graph.node('Transpose', [view(sum, heads, width)], { perm: { list: [0, 2, 1, 3] } });
  return graph.node('Reshape', [mixed, graph.ints(0, 0, heads * width)]);
}

/**
 * Queries are multiplied and not scores: onnxruntime's fast product with one row takes no factor, and it would put one
 * there from a node beside it, so that a view stands between the two.
 */
function scaledQueries(
  graph: GraphBuilder,
  query: string,
  scale: number,
  [keyHeads, width]: readonly [number, number],
): string {
  const scaled = graph.node('Mul', [query, graph.real(scale)]);
  return graph.node('Reshape', [scaled, graph.ints(0, keyHeads, -1, width)]);
}
