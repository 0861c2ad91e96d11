import * as v from 'valibot';
import { splitHeads } from './blocks/attention.js';
import { cachedAttention, decoderInputs, distantTokens, joinMasks } from './blocks/cachedAttention.js';
import * as fields from './blocks/configFields.js';
import { activate, layerNorm, linear, lookUp } from './blocks/parts.js';
import { classifierFields, DECODER_HEADS, decoderHead } from './blocks/decoderHead.js';
import { defineFamily, type GraphRequest } from './family.js';

const reach = v.picklist(['global', 'local']);
const config = v.object({
  hidden_size: v.optional(fields.width, 2048),
  num_layers: v.optional(fields.layerCount, 24),
  num_heads: v.optional(fields.headCount, 16),
  intermediate_size: v.nullish(fields.width, null),
  attention_types: v.optional(v.array(v.tuple([v.array(reach), fields.layerCount])), [[['global', 'local'], 12]]),
  window_size: v.optional(fields.positionCount, 256),
  max_position_embeddings: v.optional(fields.positionCount, 2048),
  vocab_size: v.optional(fields.vocabularySize, 50257),
  activation_function: v.optional(fields.activation, 'gelu_new'),
  layer_norm_epsilon: v.optional(fields.epsilon, 1e-5),
  tie_word_embeddings: v.optional(fields.flag, true),
  ...classifierFields,
});
type GptNeoConfig = v.InferOutput<typeof config>;

/** How far each layer looks: the lists of `attention_types`, each as often as it says. */
const reaches = ({ attention_types: types }: GptNeoConfig) =>
  types.flatMap(([kinds, times]) => Array<typeof kinds>(times).fill(kinds).flat());

function write(config: GptNeoConfig, writing: GraphRequest): void {
  const { graph } = writing;
  const { hidden_size: width, num_layers: layers, num_heads: heads, layer_norm_epsilon: epsilon } = config;
  const vocabulary = config.vocab_size;
  const inner = config.intermediate_size ?? 4 * width;
  const headWidth = width / heads;
  const inputs = decoderInputs(graph, writing.role, { layers, heads, width: headWidth });
  const near = joinMasks(graph, [inputs.mask, distantTokens(graph, inputs, config.window_size)]);
  const kinds = reaches(config);
  const words = lookUp(writing, 'wte.weight', inputs.ids, [vocabulary, width]);
  const places = lookUp(writing, 'wpe.weight', inputs.positions, [config.max_position_embeddings, width]);
  let states = graph.node('Add', [words, places]);
  for (let layer = 0; layer < layers; layer++) {
    const at = `h.${layer}`;
    const read = layerNorm(writing, states, `${at}.ln_1`, { width, epsilon });
    const project = (name: string) =>
      splitHeads(
        graph,
        linear(writing, read, `${at}.attn.attention.${name}_proj`, [width, width], false),
        heads,
        headWidth,
      );
    // Its scores are not divided by the root of the width.
    const mixed = cachedAttention(
      graph,
      { query: project('q'), key: project('k'), value: project('v') },
      { layer, isStep: inputs.isStep },
      {
        ...{ heads, width: headWidth, scale: 1, added: [kinds[layer] === 'local' ? near : inputs.mask] },
      },
    );
    const own = linear(writing, mixed, `${at}.attn.attention.out_proj`, [width, width]);
    const attended = graph.node('Add', [own, states]);
    const between = layerNorm(writing, attended, `${at}.ln_2`, { width, epsilon });
    const raised = linear(writing, between, `${at}.mlp.c_fc`, [width, inner]);
    const active = activate(graph, raised, config.activation_function);
    states = graph.node('Add', [attended, linear(writing, active, `${at}.mlp.c_proj`, [inner, width])]);
  }
  const last = layerNorm(writing, states, 'ln_f', { width, epsilon });
  const isTied = config.tie_word_embeddings;
  const matrix = { embeddings: 'wte.weight', own: 'lm_head.weight', isTied, vocabulary, width };
  decoderHead(writing, last, inputs, matrix, config);
}

/** GPT-Neo (Black et al. 2021): every other layer sees a window only. */
export const gptNeo = defineFamily({
  types: ['gpt_neo'],
  architecture: 'decoder',
  config,
  prefix: 'transformer.',
  heads: DECODER_HEADS,
  maxLength: ({ max_position_embeddings: positions }) => positions,
  write,
});
