import * as v from 'valibot';
import { splitHeads } from './blocks/attention.js';
import { cachedAttention, decoderInputs, type DecoderInputs } from './blocks/cachedAttention.js';
import * as fields from './blocks/configFields.js';
import { activate, layerNorm, lookUp, type Writing } from './blocks/parts.js';
import { classifierFields, DECODER_HEADS, decoderHead } from './blocks/decoderHead.js';
import { defineFamily, type GraphRequest } from './family.js';

const config = v.object({
  n_embd: v.optional(fields.width, 768),
  n_layer: v.optional(fields.layerCount, 12),
  n_head: v.optional(fields.headCount, 12),
  n_inner: v.nullish(fields.width, null),
  n_positions: v.optional(fields.positionCount, 1024),
  vocab_size: v.optional(fields.vocabularySize, 50257),
  activation_function: v.optional(fields.activation, 'gelu_new'),
  layer_norm_epsilon: v.optional(fields.epsilon, 1e-5),
  scale_attn_weights: v.optional(fields.flag, true),
  scale_attn_by_inverse_layer_idx: v.optional(fields.flag, false),
  tie_word_embeddings: v.optional(fields.flag, true),
  ...classifierFields,
});
type Gpt2Config = v.InferOutput<typeof config>;

/** GPT-2's own linear layer, whose matrix is [in, out]. */
function conv1d({ graph, weights }: Writing, input: string, name: string, sizes: readonly [number, number]): string {
  const product = weights.times(input, `${name}.weight`, sizes, true);
  return graph.node('Add', [product, weights.get(`${name}.bias`, sizes[1])]);
}

function attention(
  writing: Writing,
  states: string,
  layer: number,
  { mask, isStep }: DecoderInputs,
  config: Gpt2Config,
): string {
  const { graph } = writing;
  const { n_embd: width, n_head: heads } = config;
  const at = `h.${layer}.attn`;
  const all = conv1d(writing, states, `${at}.c_attn`, [width, 3 * width]);
  const [query = '', key = '', value = ''] = graph
    .nodes('Split', [all, graph.ints(width, width, width)], 3, { axis: -1 })
    .map((part) => splitHeads(graph, part, heads, width / heads));
  const byWidth = config.scale_attn_weights ? 1 / Math.sqrt(width / heads) : 1;
  const scale = config.scale_attn_by_inverse_layer_idx ? byWidth / (layer + 1) : byWidth;
  const mixed = cachedAttention(
    graph,
    { query, key, value },
    { layer, isStep },
    {
      heads,
      width: width / heads,
      scale,
      added: [mask],
    },
  );
  return conv1d(writing, mixed, `${at}.c_proj`, [width, width]);
}

function write(config: Gpt2Config, writing: GraphRequest): void {
  const { graph } = writing;
  const { n_embd: width, n_layer: layers, n_head: heads, vocab_size: vocabulary, layer_norm_epsilon: epsilon } = config;
  const inner = config.n_inner ?? 4 * width;
  const inputs = decoderInputs(graph, writing.role, { layers, heads, width: width / heads });
  const words = lookUp(writing, 'wte.weight', inputs.ids, [vocabulary, width]);
  let states = graph.node('Add', [words, lookUp(writing, 'wpe.weight', inputs.positions, [config.n_positions, width])]);
  for (let layer = 0; layer < layers; layer++) {
    const at = `h.${layer}`;
    const read = layerNorm(writing, states, `${at}.ln_1`, { width, epsilon });
    const attended = graph.node('Add', [attention(writing, read, layer, inputs, config), states]);
    const between = layerNorm(writing, attended, `${at}.ln_2`, { width, epsilon });
    const raised = activate(
      graph,
      conv1d(writing, between, `${at}.mlp.c_fc`, [width, inner]),
      config.activation_function,
    );
    states = graph.node('Add', [attended, conv1d(writing, raised, `${at}.mlp.c_proj`, [inner, width])]);
  }
  const last = layerNorm(writing, states, 'ln_f', { width, epsilon });
  const isTied = config.tie_word_embeddings;
  const matrix = { embeddings: 'wte.weight', own: 'lm_head.weight', isTied, vocabulary, width };
  decoderHead(writing, last, inputs, matrix, config);
}

/** GPT-2 (Radford et al. 2019). */
export const gpt2 = defineFamily({
  types: ['gpt2'],
  architecture: 'decoder',
  config,
  prefix: 'transformer.',
  heads: DECODER_HEADS,
  maxLength: ({ n_positions: positions }) => positions,
  write,
});
