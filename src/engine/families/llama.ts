import * as v from 'valibot';
import { splitHeads } from './blocks/attention.js';
import {
  cachedAttention,
  decoderInputs,
  distantTokens,
  joinMasks,
  type DecoderInputs,
} from './blocks/cachedAttention.js';
import * as fields from './blocks/configFields.js';
import { activate, linear, lookUp, rmsNorm, type Writing } from './blocks/parts.js';
import { classifierFields, DECODER_HEADS, decoderHead } from './blocks/decoderHead.js';
import { ropeFrequencies, ropeScaling } from './blocks/ropeScaling.js';
import { rotaryAngles, rotate, type RotaryAngles } from './blocks/rotary.js';
import { defineFamily, type GraphRequest } from './family.js';

const llamaFields = {
  hidden_size: v.optional(fields.width, 4096),
  num_hidden_layers: v.optional(fields.layerCount, 32),
  num_attention_heads: v.optional(fields.headCount, 32),
  num_key_value_heads: v.nullish(fields.headCount, null),
  head_dim: v.nullish(fields.width, null),
  intermediate_size: v.optional(fields.width, 11008),
  hidden_act: v.optional(fields.activation, 'silu'),
  max_position_embeddings: v.optional(fields.positionCount, 2048),
  vocab_size: v.optional(fields.vocabularySize, 32000),
  rms_norm_eps: v.optional(fields.epsilon, 1e-6),
  rope_theta: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(1e12)), 10000),
  rope_scaling: ropeScaling,
  tie_word_embeddings: v.optional(fields.flag, false),
  ...classifierFields,
};
const llamaConfig = v.object({
  ...llamaFields,
  attention_bias: v.optional(fields.flag, false),
  mlp_bias: v.optional(fields.flag, false),
});
const qwen2Config = v.object({
  ...llamaFields,
  use_sliding_window: v.optional(fields.flag, false),
  sliding_window: v.nullish(fields.positionCount, null),
  max_window_layers: v.optional(fields.positionCount, 28),
});

/** What tells the members of the family apart. */
interface Variant {
  /** of queries, keys and values; of the attention's output; of the feed-forward part */
  biases: { projections: boolean; output: boolean; inner: boolean };
  /** tokens that a layer sees, itself included; null: all */
  windowOf: (layer: number) => number | null;
}
type LlamaConfig = v.InferOutput<v.ObjectSchema<typeof llamaFields, undefined>>;

function layer(
  writing: Writing,
  states: string,
  { index, angles, mask, isStep }: { index: number; angles: RotaryAngles; mask: string; isStep: boolean },
  { config, biases }: { config: LlamaConfig; biases: Variant['biases'] },
): string {
  const { graph } = writing;
  const { hidden_size: width, num_attention_heads: heads, intermediate_size: inner } = config;
  const { keyHeads, headWidth } = headSizes(config);
  const norm = { width, epsilon: config.rms_norm_eps };
  const at = `layers.${index}`;
  const read = rmsNorm(writing, states, `${at}.input_layernorm`, norm);
  const project = (name: string, count: number) => {
    const flat = linear(writing, read, `${at}.self_attn.${name}_proj`, [width, count * headWidth], biases.projections);
    return splitHeads(graph, flat, count, headWidth);
  };
  const turn = (part: string, count: number) => rotate(graph, part, angles, { heads: count, width: headWidth });
  const parts = {
    query: turn(project('q', heads), heads),
    key: turn(project('k', keyHeads), keyHeads),
    value: project('v', keyHeads),
  };
  const mixed = cachedAttention(
    graph,
    parts,
    { layer: index, isStep },
    {
      ...{ heads, keyHeads, width: headWidth, scale: 1 / Math.sqrt(headWidth), added: [mask] },
    },
  );
  const own = linear(writing, mixed, `${at}.self_attn.o_proj`, [heads * headWidth, width], biases.output);
  const attended = graph.node('Add', [states, own]);
  const between = rmsNorm(writing, attended, `${at}.post_attention_layernorm`, norm);
  const raise = (name: string) => linear(writing, between, `${at}.mlp.${name}_proj`, [width, inner], biases.inner);
  const gated = graph.node('Mul', [activate(graph, raise('gate'), config.hidden_act), raise('up')]);
  return graph.node('Add', [attended, linear(writing, gated, `${at}.mlp.down_proj`, [inner, width], biases.inner)]);
}

const headSizes = (config: LlamaConfig) => ({
  keyHeads: config.num_key_value_heads ?? config.num_attention_heads,
  headWidth: config.head_dim ?? config.hidden_size / config.num_attention_heads,
});

function writeLlama(config: LlamaConfig, writing: GraphRequest, { biases, windowOf }: Variant): void {
  const { graph } = writing;
  const { hidden_size: width, num_hidden_layers: layers, vocab_size: vocabulary } = config;
  const { keyHeads, headWidth } = headSizes(config);
  const inputs = decoderInputs(graph, writing.role, { layers, heads: keyHeads, width: headWidth });
  const angles = rotaryAngles(
    graph,
    inputs.positions,
    ropeFrequencies(headWidth, config.rope_theta, config.rope_scaling),
  );
  let states = lookUp(writing, 'embed_tokens.weight', inputs.ids, [vocabulary, width]);
  const masks = new Map<number | null, string>();
  for (let index = 0; index < layers; index++) {
    const window = windowOf(index);
    if (!masks.has(window)) masks.set(window, maskOf(writing, inputs, window));
    states = layer(
      writing,
      states,
      { index, angles, mask: masks.get(window)!, isStep: inputs.isStep },
      { config, biases },
    );
  }
  const last = rmsNorm(writing, states, 'norm', { width, epsilon: config.rms_norm_eps });
  const isTied = config.tie_word_embeddings;
  const matrix = { embeddings: 'embed_tokens.weight', own: 'lm_head.weight', isTied, vocabulary, width };
  decoderHead(writing, last, inputs, matrix, config);
}

const maskOf = ({ graph }: Writing, inputs: DecoderInputs, window: number | null): string =>
  window === null ? inputs.mask : joinMasks(graph, [inputs.mask, distantTokens(graph, inputs, window)]);

const common = {
  architecture: 'decoder',
  prefix: 'model.',
  heads: DECODER_HEADS,
  maxLength: ({ max_position_embeddings: positions }: LlamaConfig) => positions,
} as const;

/** Llama (Touvron et al. 2023) and what is built like it, SmolLM among others. */
export const llama = defineFamily({
  ...common,
  types: ['llama'],
  config: llamaConfig,
  write: (config, request) =>
    writeLlama(config, request, {
      biases: { projections: config.attention_bias, output: config.attention_bias, inner: config.mlp_bias },
      windowOf: () => null,
    }),
});

/** Qwen2 (Yang et al. 2024). */
export const qwen2 = defineFamily({
  ...common,
  types: ['qwen2'],
  config: qwen2Config,
  write: (config, request) =>
    writeLlama(config, request, {
      biases: { projections: true, output: false, inner: false },
      windowOf: (index) =>
        config.use_sliding_window && index >= config.max_window_layers ? config.sliding_window : null,
    }),
});
