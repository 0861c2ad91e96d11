import type { GraphBuilder } from '../../onnx/build/graphBuilder.js';
import { FLOAT, INT64 } from '../../onnx/protobuf/write.js';
import { attend, HIDDEN, hidingMask, type AttentionOptions, type Heads } from './attention.js';
import { timesTransposed, type Writing } from './parts.js';

/** What a decoder's layers keep of the tokens so far. */
export interface CacheSizes {
  layers: number;
  /** of keys and values: fewer than of the queries where several share one */
  heads: number;
  /** of a head */
  width: number;
}

/** A decoder's inputs, and what all of its layers go by. */
export interface DecoderInputs {
  ids: string;
  /** 1 for each token that is seen, past and new, [rows, all tokens] */
  seen: string;
  /** positions of the new tokens, and of all, int64 [tokens] */
  positions: string;
  allPositions: string;
  /** added to scores: later tokens and unseen ones are hidden, [rows, 1, tokens, all tokens] */
  mask: string;
}

const pastName = (layer: number, part: 'key' | 'value') => `past_key_values.${layer}.${part}`;

/** `input_ids`, `attention_mask` and `past_key_values.*`, under the names that exports have for them. */
export function decoderInputs(graph: GraphBuilder, { layers, heads, width }: CacheSizes): DecoderInputs {
  const ids = graph.input('input_ids', INT64, ['rows', 'tokens']);
  const seen = graph.input('attention_mask', INT64, ['rows', 'all tokens']);
  for (let layer = 0; layer < layers; layer++) {
    for (const part of ['key', 'value'] as const) {
      graph.input(pastName(layer, part), FLOAT, ['rows', heads, 'past tokens', width]);
    }
  }
  const size = (tensor: string, axis: number) =>
    graph.node('Gather', [graph.node('Shape', [tensor]), graph.whole(axis)]);
  const past = size(pastName(0, 'key'), 2);
  const all = graph.node('Add', [past, size(ids, 1)]);
  const positions = graph.node('Range', [past, all, graph.whole(1)]);
  const allPositions = graph.node('Range', [graph.whole(0), all, graph.whole(1)]);
  const mask = joinMasks(graph, [laterTokens(graph, positions, allPositions), hidingMask(graph, seen)]);
  return { ids, seen, positions, allPositions, mask };
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
 * Attention to the tokens so far: new keys and values join the past, and are given out as `present.*`.
 * @param layer number of the cache's layer
 * @returns [rows, tokens, heads · width], before the output projection
 */
export function cachedAttention(
  graph: GraphBuilder,
  { query, key, value }: Heads,
  layer: number,
  options: AttentionOptions & { keyHeads?: number },
): string {
  const { heads, width, keyHeads = heads } = options;
  const join = (part: 'key' | 'value', fresh: string): string => {
    const joined = graph.node('Concat', [pastName(layer, part), fresh], { axis: 2 });
    graph.output(`present.${layer}.${part}`, joined, FLOAT, ['rows', keyHeads, 'all tokens', width]);
    return keyHeads === heads ? joined : repeatHeads(graph, joined, { heads, keyHeads, width });
  };
  return attend(graph, { query, key: join('key', key), value: join('value', value) }, options);
}

/** Each head of keys or values as often as queries share it (Ainslie et al. 2023). */
function repeatHeads(
  graph: GraphBuilder,
  states: string,
  { heads, keyHeads, width }: { heads: number; keyHeads: number; width: number },
): string {
  const apart = graph.node('Unsqueeze', [states, graph.ints(2)]);
  const repeated = graph.node('Concat', Array<string>(heads / keyHeads).fill(apart), { axis: 2 });
  const rows = graph.ints(0);
  // A zero keeps a size where it stands; the tokens have moved by one place.
  const tokens = graph.node('Unsqueeze', [
    graph.node('Gather', [graph.node('Shape', [states]), graph.whole(2)]),
    graph.ints(0),
  ]);
  const shape = graph.node('Concat', [rows, graph.ints(heads), tokens, graph.ints(width)], { axis: 0 });
  return graph.node('Reshape', [repeated, shape]);
}

/** The matrix that makes logits of states: the embeddings' table where the two are tied, or one of its own. */
export interface OutputMatrix {
  embeddings: string;
  own: string;
  isTied: boolean;
  vocabulary: number;
  width: number;
}

/** The logits of a model that writes. @param bias the name of what is added to them, [1, vocabulary]; null for nothing */
export function writerLogits(
  { graph, weights }: Writing,
  states: string,
  { embeddings, own, isTied, vocabulary, width }: OutputMatrix,
  bias: string | null = null,
): void {
  const product = timesTransposed(graph, states, weights.get(isTied ? embeddings : own, vocabulary, width));
  const logits = bias === null ? product : graph.node('Add', [product, weights.get(bias, 1, vocabulary)]);
  graph.output('logits', logits, FLOAT, ['rows', 'tokens', vocabulary]);
}
