import type { GraphBuilder } from '../../onnx/build/graphBuilder.js';
import { FLOAT, INT64 } from '../../onnx/protobuf/write.js';
import type { GraphRole } from '../family.js';
import { attend, hidingMask, type AttentionOptions } from './attention.js';
import { laterTokens, type CacheSizes } from './cachedAttention.js';

/**
 * The inputs of an encoder-decoder's decoder, which has two graphs: the first step reads the encoder's states and keeps
 * keys and values of its own and of the source; later ones read both. Names are those of exports.
 */
export interface TargetInputs {
  ids: string;
  /** the encoder's states [rows, source tokens, width]; null in later steps */
  source: string | null;
  /** added to the scores of the source's tokens, [rows, 1, 1, source tokens] */
  sourceMask: string;
  /** of the new tokens and of all, int64 [tokens] */
  positions: string;
  allPositions: string;
  /** later tokens are hidden */
  mask: string;
}

type Side = 'decoder' | 'encoder';
const cacheName = (kind: 'past_key_values' | 'present', layer: number, side: Side, part: 'key' | 'value') =>
  `${kind}.${layer}.${side}.${part}`;

export function targetInputs(
  graph: GraphBuilder,
  role: GraphRole,
  sourceWidth: number,
  { layers, heads, width }: CacheSizes,
): TargetInputs {
  const ids = graph.input('input_ids', INT64, ['rows', 'tokens']);
  const seen = graph.input('encoder_attention_mask', INT64, ['rows', 'source tokens']);
  const isFirst = role === 'decoder';
  const source = isFirst ? graph.input('encoder_hidden_states', FLOAT, ['rows', 'source tokens', sourceWidth]) : null;
  const size = (tensor: string, axis: number) =>
    graph.node('Gather', [graph.node('Shape', [tensor]), graph.whole(axis)]);
  let past = graph.whole(0);
  if (!isFirst) {
    for (let layer = 0; layer < layers; layer++) {
      for (const [side, tokens] of [
        ['decoder', 'past tokens'],
        ['encoder', 'source tokens'],
      ] as const) {
        for (const part of ['key', 'value'] as const) {
          graph.input(cacheName('past_key_values', layer, side, part), FLOAT, ['rows', heads, tokens, width]);
        }
      }
    }
    past = size(cacheName('past_key_values', 0, 'decoder', 'key'), 2);
  }
  const all = graph.node('Add', [past, size(ids, 1)]);
  const positions = graph.node('Range', [past, all, graph.whole(1)]);
  const allPositions = graph.node('Range', [graph.whole(0), all, graph.whole(1)]);
  const mask = laterTokens(graph, positions, allPositions);
  return { ids, source, sourceMask: hidingMask(graph, seen), positions, allPositions, mask };
}

/** What a decoder's layer attends with: its number, and each part's projection of states to heads. */
export interface Projections {
  layer: number;
  query: (states: string) => string;
  key: (states: string) => string;
  value: (states: string) => string;
}

/** Attention of the decoder to its own tokens so far. @returns [rows, tokens, heads · width] */
export function targetAttention(
  graph: GraphBuilder,
  states: string,
  { layer, query, key, value }: Projections,
  { source }: Pick<TargetInputs, 'source'>,
  options: AttentionOptions,
): string {
  const join = (part: 'key' | 'value', fresh: string): string => {
    const joined =
      source === null
        ? graph.node('Concat', [cacheName('past_key_values', layer, 'decoder', part), fresh], { axis: 2 })
        : fresh;
    const name = cacheName('present', layer, 'decoder', part);
    graph.output(name, joined, FLOAT, ['rows', options.heads, 'all tokens', options.width]);
    return joined;
  };
  const parts = { query: query(states), key: join('key', key(states)), value: join('value', value(states)) };
  return attend(graph, parts, options);
}

/** Attention of the decoder to the source. @returns [rows, tokens, heads · width] */
export function sourceAttention(
  graph: GraphBuilder,
  states: string,
  { layer, query, key, value }: Projections,
  { source, sourceMask }: TargetInputs,
  options: Omit<AttentionOptions, 'added'>,
): string {
  const keep = (part: 'key' | 'value', project: (states: string) => string): string => {
    if (source === null) return cacheName('past_key_values', layer, 'encoder', part);
    const made = project(source);
    const name = cacheName('present', layer, 'encoder', part);
    graph.output(name, made, FLOAT, ['rows', options.heads, 'source tokens', options.width]);
    return made;
  };
  const parts = { query: query(states), key: keep('key', key), value: keep('value', value) };
  return attend(graph, parts, { ...options, added: [sourceMask] });
}
