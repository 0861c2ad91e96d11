import type { GraphBuilder } from '../../onnx/build/graphBuilder.js';
import { FLOAT } from '../../onnx/protobuf/write.js';

/** Half-precision's range is kept to in no graph of ours: all is computed in 32 bit. The least 32-bit number. */
export const HIDDEN = -3.4028234663852886e38;

/** Queries, keys and values of one attention, each [rows, heads, tokens, head width]. */
export interface Heads {
  query: string;
  key: string;
  value: string;
}

export interface AttentionOptions {
  heads: number;
  /** of a head */
  width: number;
  /** scores are multiplied by it, usually 1 / √width; 1 where they are not scaled */
  scale: number;
  /** added to the scores, in this order: a bias by distance, then masks */
  added: readonly string[];
}

/** [rows, tokens, heads · width] to [rows, heads, tokens, width]. */
export function splitHeads(graph: GraphBuilder, states: string, heads: number, width: number): string {
  const split = graph.node('Reshape', [states, graph.ints(0, 0, heads, width)]);
  return graph.node('Transpose', [split], { perm: { list: [0, 2, 1, 3] } });
}

/**
 * softmax(q·kᵀ · scale + added)·v, written out, so that weights, scores and heads can be read from the graph.
 * @returns [rows, tokens, heads · width], before the output projection
 */
export function attend(graph: GraphBuilder, { query, key, value }: Heads, options: AttentionOptions): string {
  const { heads, width, scale, added } = options;
  const turned = graph.node('Transpose', [key], { perm: { list: [0, 1, 3, 2] } });
  let scores = graph.node('MatMul', [query, turned]);
  if (scale !== 1) scores = graph.node('Mul', [scores, graph.real(scale)]);
  for (const term of added) scores = graph.node('Add', [scores, term]);
  const weights = graph.node('Softmax', [scores], { axis: -1 });
  const mixed = graph.node('Transpose', [graph.node('MatMul', [weights, value])], { perm: { list: [0, 2, 1, 3] } });
  return graph.node('Reshape', [mixed, graph.ints(0, 0, heads * width)]);
}

/** From 1 for tokens that are seen and 0 for others, [rows, keys], what is added to scores, [rows, 1, 1, keys]. */
export function hidingMask(graph: GraphBuilder, attentionMask: string): string {
  const seen = graph.node('Cast', [graph.node('Unsqueeze', [attentionMask, graph.ints(1, 2)])], { to: FLOAT });
  return graph.node('Mul', [graph.node('Sub', [graph.real(1), seen]), graph.real(HIDDEN)]);
}

/**
 * Hides keys that are farther than `reach` from the query, [1, 1, queries, keys].
 * @param positions of queries and keys alike, int64 [tokens]
 */
export function windowMask(graph: GraphBuilder, positions: string, reach: number): string {
  const distances = graph.node('Abs', [
    graph.node('Sub', [
      graph.node('Unsqueeze', [positions, graph.ints(0)]),
      graph.node('Unsqueeze', [positions, graph.ints(1)]),
    ]),
  ]);
  const isFar = graph.node('Cast', [graph.node('Greater', [distances, graph.ints(reach)])], { to: FLOAT });
  return graph.node('Unsqueeze', [graph.node('Mul', [isFar, graph.real(HIDDEN)]), graph.ints(0, 1)]);
}
