import type { GraphBuilder } from '../../onnx/build/graphBuilder.js';
import { FLOAT, INT64 } from '../../onnx/protobuf/write.js';
import type { GraphRole } from '../family.js';
import { attend, HIDDEN, hidingMask, type AttentionOptions, type Heads } from './attention.js';
import { positionsFrom } from '../encoders/positions.js';
import { attendBuffers, bufferInputs, type CacheSizes } from './bufferedAttention.js';

/** A decoder's inputs, and what all of its layers go by. */
export interface DecoderInputs {
  ids: string;
  /** 1 for each token that is seen, [rows, tokens]; null in a step, where all are */
  seen: string | null;
  /** positions of the new tokens, and of the places that they can look at, int64 [tokens] and [places] */
  positions: string;
  allPositions: string;
  /** added to scores: later tokens, unseen ones and empty places are hidden, [rows or 1, 1, tokens, places] */
  mask: string;
  /** whether keys and values of the tokens before lie in buffers */
  isStep: boolean;
}

/** `input_ids` and, of a whole text, `attention_mask`; of a step the buffers. */
export function decoderInputs(graph: GraphBuilder, role: GraphRole, sizes: CacheSizes): DecoderInputs {
  const ids = graph.input('input_ids', INT64, ['rows', 'tokens']);
  if (role === 'step') return { ids, seen: null, ...bufferInputs(graph, sizes), isStep: true };
  const seen = graph.input('attention_mask', INT64, ['rows', 'tokens']);
  const positions = positionsFrom(graph, ids);
  const mask = joinMasks(graph, [laterTokens(graph, positions, positions), hidingMask(graph, seen)]);
  return { ids, seen, positions, allPositions: positions, mask, isStep: false };
}

/** One mask of several: what one hides is hidden, and no sum falls below the least number. */
export const joinMasks = (graph: GraphBuilder, masks: readonly string[]): string =>
  masks.length === 1
    ? masks[0]!
    : graph.node('Max', [masks.reduce((sum, mask) => graph.node('Add', [sum, mask])), graph.real(HIDDEN)]);

/** Hides keys behind the query, [1, 1, queries, keys]. */
export function laterTokens(graph: GraphBuilder, queries: string, keys: string): string {
  const distances = keyDistances(graph, queries, keys);
  return hide(graph, graph.node('Greater', [distances, graph.ints(0)]));
}

/** Hides keys that are `reach` tokens or more before the query, [1, 1, queries, keys]. */
export function distantTokens(graph: GraphBuilder, { positions, allPositions }: DecoderInputs, reach: number): string {
  const distances = keyDistances(graph, positions, allPositions);
  return hide(graph, graph.node('Not', [graph.node('Greater', [distances, graph.ints(-reach)])]));
}

const keyDistances = (graph: GraphBuilder, queries: string, keys: string) =>
  graph.node('Sub', [
    graph.node('Unsqueeze', [keys, graph.ints(0)]),
    graph.node('Unsqueeze', [queries, graph.ints(1)]),
  ]);

const hide = (graph: GraphBuilder, isHidden: string) =>
  graph.node('Unsqueeze', [
    graph.node('Mul', [graph.node('Cast', [isHidden], { to: FLOAT }), graph.real(HIDDEN)]),
    graph.ints(0, 1),
  ]);

/**
 * Attention to the tokens so far, of a text that is read whole or in a step.
 * @param layer number of the cache's layer
 * @returns [rows, tokens, heads · width], before the output projection
 */
export function cachedAttention(
  graph: GraphBuilder,
  parts: Heads,
  { layer, isStep }: { layer: number; isStep: boolean },
  options: AttentionOptions & { keyHeads?: number },
): string {
  const { heads, keyHeads = heads, width } = options;
  if (isStep) return attendBuffers(graph, parts, `${layer}`, { ...options, keyHeads });
  if (keyHeads === heads) return attend(graph, parts, options);
  const repeat = (states: string) => repeatHeads(graph, states, { heads, keyHeads, width });
  return attend(graph, { query: parts.query, key: repeat(parts.key), value: repeat(parts.value) }, options);
}

/** Each head of keys or values as often as queries share it (Ainslie et al. 2023). */
function repeatHeads(
  graph: GraphBuilder,
  states: string,
  { heads, keyHeads, width }: { heads: number; keyHeads: number; width: number },
): string {
  const apart = graph.node('Unsqueeze', [states, graph.ints(2)]);
  const repeated = graph.node('Concat', Array<string>(heads / keyHeads).fill(apart), { axis: 2 });
  return graph.node('Reshape', [repeated, graph.ints(0, heads, -1, width)]);
}
