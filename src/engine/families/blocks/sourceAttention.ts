import type { GraphBuilder } from '../../onnx/build/graphBuilder.js';
import { FLOAT, INT64 } from '../../onnx/protobuf/write.js';
import { positionsFrom } from '../encoders/positions.js';
import type { GraphRole } from '../family.js';
import { attend, hidingMask, type AttentionOptions } from './attention.js';
import { attendBuffers, bufferInputs, type CacheSizes } from './bufferedAttention.js';
import { laterTokens } from './cachedAttention.js';

/**
 * The inputs of an encoder-decoder's decoder: a graph that reads a whole text and the encoder's states, and a step, which
 * reads buffers and what the graph of the role `source` made of the states. Names are those of exports.
 */
export interface TargetInputs {
  ids: string;
  /** the encoder's states [rows, source tokens, width]; null in a step */
  source: string | null;
  /** added to the scores of the source's tokens, [rows, 1, 1, source tokens] */
  sourceMask: string;
  /** of the new tokens, and of the places that they can look at, int64 [tokens] and [places] */
  positions: string;
  allPositions: string;
  /** later tokens and empty places are hidden */
  mask: string;
}

const PARTS = ['key', 'value'] as const;
const sourceName = (kind: 'past_key_values' | 'present', layer: number, part: 'key' | 'value') =>
  `${kind}.${layer}.encoder.${part}`;

const encoderStates = (graph: GraphBuilder, width: number) =>
  graph.input('encoder_hidden_states', FLOAT, ['rows', 'source tokens', width]);

export function targetInputs(
  graph: GraphBuilder,
  role: GraphRole,
  sourceWidth: number,
  sizes: CacheSizes,
): TargetInputs {
  const ids = graph.input('input_ids', INT64, ['rows', 'tokens']);
  const sourceMask = hidingMask(graph, graph.input('encoder_attention_mask', INT64, ['rows', 'source tokens']));
  if (role !== 'step') {
    const positions = positionsFrom(graph, ids);
    const mask = laterTokens(graph, positions, positions);
    return { ids, source: encoderStates(graph, sourceWidth), sourceMask, positions, allPositions: positions, mask };
  }
  for (let layer = 0; layer < sizes.layers; layer++) {
    for (const part of PARTS) {
      const shape = ['source rows', sizes.heads, 'source tokens', sizes.width];
      graph.input(sourceName('past_key_values', layer, part), FLOAT, shape);
    }
  }
  return { ids, source: null, sourceMask, ...bufferInputs(graph, { ...sizes, side: '.decoder' }) };
}

/** What a decoder's layer attends with: its number, and each part's projection of states to heads. */
export interface Projections {
  layer: number;
  query: (states: string) => string;
  key: (states: string) => string;
  value: (states: string) => string;
}

/** Writes the graph of the role `source`: the encoder's states to keys and values of each layer's attention to them. */
export function writeSourceCache(
  graph: GraphBuilder,
  sourceWidth: number,
  { layers, heads, width }: CacheSizes,
  projections: (layer: number) => Projections,
): void {
  const states = encoderStates(graph, sourceWidth);
  for (let layer = 0; layer < layers; layer++) {
    const projected = projections(layer);
    for (const part of PARTS) {
      const shape = ['rows', heads, 'source tokens', width];
      graph.output(sourceName('present', layer, part), projected[part](states), FLOAT, shape);
    }
  }
}

/** Attention of the decoder to its own tokens so far. @returns [rows, tokens, heads · width] */
export function targetAttention(
  graph: GraphBuilder,
  states: string,
  { layer, query, key, value }: Projections,
  { source }: Pick<TargetInputs, 'source'>,
  options: AttentionOptions,
): string {
  const parts = { query: query(states), key: key(states), value: value(states) };
  if (source !== null) return attend(graph, parts, options);
  return attendBuffers(graph, parts, `${layer}.decoder`, { ...options, keyHeads: options.heads });
}

/** Attention of the decoder to the source. @returns [rows, tokens, heads · width] */
export function sourceAttention(
  graph: GraphBuilder,
  states: string,
  { layer, query, key, value }: Projections,
  { source, sourceMask }: TargetInputs,
  options: Omit<AttentionOptions, 'added'>,
): string {
  const read = (part: 'key' | 'value', project: (states: string) => string): string =>
    source === null ? sourceName('past_key_values', layer, part) : project(source);
  const parts = { query: query(states), key: read('key', key), value: read('value', value) };
  return attend(graph, parts, { ...options, added: [sourceMask] });
}
