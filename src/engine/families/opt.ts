import * as v from 'valibot';
import { INT64 } from '../onnx/protobuf/write.js';
import type { GraphBuilder } from '../onnx/build/graphBuilder.js';
import { splitHeads } from './blocks/attention.js';
import { cachedAttention, decoderInputs, type DecoderInputs } from './blocks/cachedAttention.js';
import * as fields from './blocks/configFields.js';
import { activate, layerNorm, linear, lookUp, type Writing } from './blocks/parts.js';
import { classifierFields, DECODER_HEADS, decoderHead } from './blocks/decoderHead.js';
import { defineFamily, type GraphRequest } from './family.js';

const config = v.object({
  hidden_size: v.optional(fields.width, 768),
  word_embed_proj_dim: v.nullish(fields.width, null),
  num_hidden_layers: v.optional(fields.layerCount, 12),
  num_attention_heads: v.optional(fields.headCount, 12),
  ffn_dim: v.optional(fields.width, 3072),
  activation_function: v.optional(fields.activation, 'relu'),
  max_position_embeddings: v.optional(fields.positionCount, 2048),
  vocab_size: v.optional(fields.vocabularySize, 50272),
  do_layer_norm_before: v.optional(fields.flag, true),
  _remove_final_layer_norm: v.optional(fields.flag, false),
  enable_bias: v.optional(fields.flag, true),
  layer_norm_elementwise_affine: v.optional(v.literal(true), true),
  tie_word_embeddings: v.optional(fields.flag, true),
  ...classifierFields,
});
type OptConfig = v.InferOutput<typeof config>;

/** transformers writes both into the code. */
const EPSILON = 1e-5;
const FIRST_POSITION = 2;

/** The number of each new token among those that are seen, from 0, and the places before the first are kept free. */
function positionsOf(graph: GraphBuilder, { seen, positions }: DecoderInputs): string {
  if (seen === null) return graph.node('Add', [positions, graph.ints(FIRST_POSITION)]);
  const counted = graph.node('Mul', [graph.node('CumSum', [seen, graph.whole(1)]), seen]);
  const fresh = graph.node('Gather', [counted, positions], { axis: 1 });
  return graph.node('Add', [graph.node('Cast', [fresh], { to: INT64 }), graph.ints(FIRST_POSITION - 1)]);
}

function layer(
  writing: Writing,
  states: string,
  index: number,
  { mask, isStep }: DecoderInputs,
  config: OptConfig,
): string {
  const { graph } = writing;
  const { hidden_size: width, num_attention_heads: heads, ffn_dim: inner, enable_bias: hasBias } = config;
  const at = `decoder.layers.${index}`;
  const headWidth = width / heads;
  const normed = (input: string, name: string, isBefore: boolean) =>
    isBefore === config.do_layer_norm_before
      ? layerNorm(writing, input, `${at}.${name}`, { width, epsilon: EPSILON })
      : input;
  const read = normed(states, 'self_attn_layer_norm', true);
  const project = (name: string) =>
    splitHeads(graph, linear(writing, read, `${at}.self_attn.${name}_proj`, [width, width], hasBias), heads, headWidth);
  const mixed = cachedAttention(
    graph,
    { query: project('q'), key: project('k'), value: project('v') },
    { layer: index, isStep },
    {
      ...{ heads, width: headWidth, scale: 1 / Math.sqrt(headWidth), added: [mask] },
    },
  );
  const own = linear(writing, mixed, `${at}.self_attn.out_proj`, [width, width], hasBias);
  const attended = normed(graph.node('Add', [states, own]), 'self_attn_layer_norm', false);
  const between = normed(attended, 'final_layer_norm', true);
  const raised = activate(
    graph,
    linear(writing, between, `${at}.fc1`, [width, inner], hasBias),
    config.activation_function,
  );
  const sum = graph.node('Add', [attended, linear(writing, raised, `${at}.fc2`, [inner, width], hasBias)]);
  return normed(sum, 'final_layer_norm', false);
}

function write(config: OptConfig, writing: GraphRequest): void {
  const { graph } = writing;
  const { hidden_size: width, num_hidden_layers: layers, num_attention_heads: heads, vocab_size: vocabulary } = config;
  const narrow = config.word_embed_proj_dim ?? width;
  const inputs = decoderInputs(graph, writing.role, { layers, heads, width: width / heads });
  const words = lookUp(writing, 'decoder.embed_tokens.weight', inputs.ids, [vocabulary, narrow]);
  const wide = narrow === width ? words : linear(writing, words, 'decoder.project_in', [narrow, width], false);
  const places = lookUp(writing, 'decoder.embed_positions.weight', positionsOf(graph, inputs), [
    ...([config.max_position_embeddings + FIRST_POSITION, width] as const),
  ]);
  let states = graph.node('Add', [wide, places]);
  for (let index = 0; index < layers; index++) states = layer(writing, states, index, inputs, config);
  if (config.do_layer_norm_before && !config._remove_final_layer_norm) {
    states = layerNorm(writing, states, 'decoder.final_layer_norm', { width, epsilon: EPSILON });
  }
  const last = narrow === width ? states : linear(writing, states, 'decoder.project_out', [width, narrow], false);
  const isTied = config.tie_word_embeddings;
  const names = { embeddings: 'decoder.embed_tokens.weight', own: 'lm_head.weight' };
  decoderHead(writing, last, inputs, { ...names, isTied, vocabulary, width: narrow }, config);
}

/** OPT (Zhang et al. 2022). */
export const opt = defineFamily({
  types: ['opt'],
  architecture: 'decoder',
  config,
  prefix: 'model.',
  heads: DECODER_HEADS,
  maxLength: ({ max_position_embeddings: positions }) => positions,
  write,
});
