import * as v from 'valibot';
import { cachedAttention, decoderInputs, type DecoderInputs } from './blocks/cachedAttention.js';
import * as fields from './blocks/configFields.js';
import { activate, layerNorm, linear, lookUp, type Writing } from './blocks/parts.js';
import { classifierFields, DECODER_HEADS, decoderHead } from './blocks/decoderHead.js';
import { ropeFrequencies, ropeScaling } from './blocks/ropeScaling.js';
import { rotaryAngles, rotate, type RotaryAngles } from './blocks/rotary.js';
import { defineFamily, type GraphRequest } from './family.js';

const base = v.pipe(v.number(), v.minValue(1), v.maxValue(1e12));
const share = v.pipe(v.number(), v.minValue(0.01), v.maxValue(1));
const config = v.object({
  hidden_size: v.optional(fields.width, 6144),
  num_hidden_layers: v.optional(fields.layerCount, 44),
  num_attention_heads: v.optional(fields.headCount, 64),
  intermediate_size: v.optional(fields.width, 24576),
  hidden_act: v.optional(fields.activation, 'gelu'),
  // Later files call the two rope_theta and partial_rotary_factor.
  rotary_pct: v.optional(share),
  partial_rotary_factor: v.optional(share),
  rotary_emb_base: v.optional(base),
  rope_theta: v.optional(base),
  rope_scaling: ropeScaling,
  max_position_embeddings: v.optional(fields.positionCount, 2048),
  vocab_size: v.optional(fields.vocabularySize, 50432),
  layer_norm_eps: v.optional(fields.epsilon, 1e-5),
  use_parallel_residual: v.optional(fields.flag, true),
  attention_bias: v.optional(fields.flag, true),
  tie_word_embeddings: v.optional(fields.flag, false),
  ...classifierFields,
});
type GptNeoxConfig = v.InferOutput<typeof config>;

function attention(
  writing: Writing,
  states: string,
  { layer, angles, inputs, turned }: { layer: number; angles: RotaryAngles; inputs: DecoderInputs; turned: number },
  config: GptNeoxConfig,
): string {
  const { graph } = writing;
  const { hidden_size: width, num_attention_heads: heads, attention_bias: hasBias } = config;
  const headWidth = width / heads;
  const at = `layers.${layer}.attention`;
  const all = linear(writing, states, `${at}.query_key_value`, [width, 3 * width], hasBias);
  // Queries, keys and values of one head stand side by side.
  const byHead = graph.node('Transpose', [graph.node('Reshape', [all, graph.ints(0, 0, heads, 3 * headWidth)])], {
    perm: { list: [0, 2, 1, 3] },
  });
  const sizes = graph.ints(headWidth, headWidth, headWidth);
  const [query = '', key = '', value = ''] = graph.nodes('Split', [byHead, sizes], 3, { axis: -1 });
  const turn = (part: string) => rotate(graph, part, angles, { heads, width: headWidth, dimensions: turned });
  const mixed = cachedAttention(
    graph,
    { query: turn(query), key: turn(key), value },
    { layer, isStep: inputs.isStep },
    {
      ...{ heads, width: headWidth, scale: 1 / Math.sqrt(headWidth), added: [inputs.mask] },
    },
  );
  return linear(writing, mixed, `${at}.dense`, [width, width], hasBias);
}

function write(config: GptNeoxConfig, writing: GraphRequest): void {
  const { graph } = writing;
  const { hidden_size: width, num_hidden_layers: layers, num_attention_heads: heads, vocab_size: vocabulary } = config;
  const norm = { width, epsilon: config.layer_norm_eps };
  const inputs = decoderInputs(graph, writing.role, { layers, heads, width: width / heads });
  const turned = Math.floor((width / heads) * (config.partial_rotary_factor ?? config.rotary_pct ?? 0.25));
  const theta = config.rope_theta ?? config.rotary_emb_base ?? 10000;
  const angles = rotaryAngles(graph, inputs.positions, ropeFrequencies(turned, theta, config.rope_scaling));
  const feedForward = (states: string, at: string): string => {
    const raised = linear(writing, states, `${at}.mlp.dense_h_to_4h`, [width, config.intermediate_size]);
    const active = activate(graph, raised, config.hidden_act);
    return linear(writing, active, `${at}.mlp.dense_4h_to_h`, [config.intermediate_size, width]);
  };
  let states = lookUp(writing, 'embed_in.weight', inputs.ids, [vocabulary, width]);
  for (let layer = 0; layer < layers; layer++) {
    const at = `layers.${layer}`;
    const read = layerNorm(writing, states, `${at}.input_layernorm`, norm);
    const attended = attention(writing, read, { layer, angles, inputs, turned }, config);
    const between = `${at}.post_attention_layernorm`;
    if (config.use_parallel_residual) {
      const own = feedForward(layerNorm(writing, states, between, norm), at);
      states = graph.node('Add', [graph.node('Add', [own, attended]), states]);
    } else {
      const sum = graph.node('Add', [attended, states]);
      states = graph.node('Add', [feedForward(layerNorm(writing, sum, between, norm), at), sum]);
    }
  }
  const last = layerNorm(writing, states, 'final_layer_norm', norm);
  const isTied = config.tie_word_embeddings;
  const matrix = { embeddings: 'embed_in.weight', own: 'embed_out.weight', isTied, vocabulary, width };
  decoderHead(writing, last, inputs, matrix, config);
}

/** GPT-NeoX (Black et al. 2022) and Pythia. */
export const gptNeox = defineFamily({
  types: ['gpt_neox'],
  architecture: 'decoder',
  config,
  prefix: 'gpt_neox.',
  heads: DECODER_HEADS,
  maxLength: ({ max_position_embeddings: positions }) => positions,
  write,
});
