import * as v from 'valibot';
import { attend, hidingMask, splitHeads } from './blocks/attention.js';
import * as fields from './blocks/configFields.js';
import { activate, layerNorm, linear, lookUp, type Writing } from './blocks/parts.js';
import { writerLogits } from './blocks/writerLogits.js';
import { ropeFrequencies } from './blocks/ropeScaling.js';
import {
  sourceAttention,
  targetAttention,
  targetInputs,
  writeSourceCache,
  type Projections,
} from './blocks/sourceAttention.js';
import { statesOutput } from './encoders/encoderHeads.js';
import { positionsFrom } from './encoders/positions.js';
import { encoderInputs } from './encoders/postNormEncoder.js';
import { defineFamily, type GraphRequest } from './family.js';
import { FLOAT } from '../onnx/protobuf/write.js';

const config = v.object({
  d_model: v.optional(fields.width, 1024),
  encoder_layers: v.optional(fields.layerCount, 12),
  encoder_attention_heads: v.optional(fields.headCount, 16),
  encoder_ffn_dim: v.optional(fields.width, 4096),
  decoder_layers: v.optional(fields.layerCount, 12),
  decoder_attention_heads: v.optional(fields.headCount, 16),
  decoder_ffn_dim: v.optional(fields.width, 4096),
  activation_function: v.optional(fields.activation, 'gelu'),
  max_position_embeddings: v.optional(fields.positionCount, 1024),
  vocab_size: v.optional(fields.vocabularySize, 50265),
  decoder_vocab_size: v.nullish(fields.vocabularySize, null),
  scale_embedding: v.optional(fields.flag, false),
  tie_word_embeddings: v.optional(fields.flag, true),
});
type BartConfig = v.InferOutput<typeof config>;

/** What tells BART's relatives apart. */
interface Variant {
  /** norms before each part instead of behind the sums, and one more behind the last layer */
  isPreNorm: boolean;
  /** a table of positions, with two places before the first, or sines and cosines */
  positions: 'table' | 'sinusoid';
  /** the embeddings have a norm */
  normsEmbeddings: boolean;
}

/** transformers writes both into the code. */
const EPSILON = 1e-5;
const FIRST_POSITION = 2;

interface Side {
  name: 'encoder' | 'decoder';
  heads: number;
  inner: number;
}

function embed(
  writing: Writing,
  { name }: Side,
  { ids, positions }: { ids: string; positions: string },
  config: BartConfig,
  variant: Variant,
): string {
  const { graph, weights } = writing;
  const { d_model: width } = config;
  const vocabulary = name === 'decoder' ? (config.decoder_vocab_size ?? config.vocab_size) : config.vocab_size;
  const table = weights.has('shared.weight') ? 'shared.weight' : `${name}.embed_tokens.weight`;
  const looked = lookUp(writing, table, ids, [vocabulary, width]);
  const words = config.scale_embedding ? graph.node('Mul', [looked, graph.real(Math.sqrt(width))]) : looked;
  const sum = graph.node('Add', [words, placesOf(writing, name, positions, config, variant)]);
  return variant.normsEmbeddings
    ? layerNorm(writing, sum, `${name}.layernorm_embedding`, { width, epsilon: EPSILON })
    : sum;
}

function placesOf(
  writing: Writing,
  name: Side['name'],
  positions: string,
  { d_model: width, max_position_embeddings: most }: BartConfig,
  variant: Variant,
): string {
  const { graph } = writing;
  if (variant.positions === 'table') {
    const at = graph.node('Add', [positions, graph.ints(FIRST_POSITION)]);
    return lookUp(writing, `${name}.embed_positions.weight`, at, [most + FIRST_POSITION, width]);
  }
  // Marian: sines of all frequencies, then their cosines.
  const frequencies = graph.reals(`sinusoid.${width}`, ropeFrequencies(width, 10000, null));
  const places = graph.node('Unsqueeze', [graph.node('Cast', [positions], { to: FLOAT }), graph.ints(1)]);
  const angles = graph.node('Mul', [places, frequencies]);
  return graph.node('Concat', [graph.node('Sin', [angles]), graph.node('Cos', [angles])], { axis: -1 });
}

/** A part of a layer with its residual connection and its norm, which is before it or behind the sum. */
function residual(
  writing: Writing,
  states: string,
  norm: string,
  { d_model: width }: BartConfig,
  { isPreNorm }: Variant,
  part: (states: string) => string,
): string {
  const normed = (input: string) => layerNorm(writing, input, norm, { width, epsilon: EPSILON });
  const sum = writing.graph.node('Add', [states, part(isPreNorm ? normed(states) : states)]);
  return isPreNorm ? sum : normed(sum);
}

function projections(writing: Writing, at: string, layer: number, heads: number, width: number): Projections {
  const project = (part: string) => (states: string) =>
    splitHeads(writing.graph, linear(writing, states, `${at}.${part}_proj`, [width, width]), heads, width / heads);
  return { layer, query: project('q'), key: project('k'), value: project('v') };
}

function feedForward(writing: Writing, at: string, states: string, { inner }: Side, config: BartConfig): string {
  const { d_model: width, activation_function: activation } = config;
  const raised = activate(writing.graph, linear(writing, states, `${at}.fc1`, [width, inner]), activation);
  return linear(writing, raised, `${at}.fc2`, [inner, width]);
}

function writeEncoder(config: BartConfig, writing: Writing, variant: Variant): void {
  const { graph } = writing;
  const { d_model: width, encoder_attention_heads: heads, encoder_ffn_dim: inner } = config;
  const side = { name: 'encoder', heads, inner } as const;
  const { ids, mask } = encoderInputs(writing, false);
  const added = [hidingMask(graph, mask)];
  let states = embed(writing, side, { ids, positions: positionsFrom(graph, ids) }, config, variant);
  for (let layer = 0; layer < config.encoder_layers; layer++) {
    const at = `encoder.layers.${layer}`;
    states = residual(writing, states, `${at}.self_attn_layer_norm`, config, variant, (read) => {
      const { query, key, value } = projections(writing, `${at}.self_attn`, layer, heads, width);
      const options = { heads, width: width / heads, scale: 1 / Math.sqrt(width / heads), added };
      const mixed = attend(graph, { query: query(read), key: key(read), value: value(read) }, options);
      return linear(writing, mixed, `${at}.self_attn.out_proj`, [width, width]);
    });
    states = residual(writing, states, `${at}.final_layer_norm`, config, variant, (read) =>
      feedForward(writing, at, read, side, config),
    );
  }
  if (variant.isPreNorm) states = layerNorm(writing, states, 'encoder.layer_norm', { width, epsilon: EPSILON });
  statesOutput(writing, states, width);
}

function writeDecoder(config: BartConfig, writing: GraphRequest, variant: Variant): void {
  const { graph, weights } = writing;
  const { d_model: width, decoder_attention_heads: heads, decoder_ffn_dim: inner, decoder_layers: layers } = config;
  const vocabulary = config.decoder_vocab_size ?? config.vocab_size;
  const side = { name: 'decoder', heads, inner } as const;
  const options = { heads, width: width / heads, scale: 1 / Math.sqrt(width / heads) };
  const inputs = targetInputs(graph, writing.role, width, { layers, heads, width: width / heads });
  let states = embed(writing, side, inputs, config, variant);
  for (let layer = 0; layer < layers; layer++) {
    const at = `decoder.layers.${layer}`;
    states = residual(writing, states, `${at}.self_attn_layer_norm`, config, variant, (read) => {
      const parts = projections(writing, `${at}.self_attn`, layer, heads, width);
      const mixed = targetAttention(graph, read, parts, inputs, { ...options, added: [inputs.mask] });
      return linear(writing, mixed, `${at}.self_attn.out_proj`, [width, width]);
    });
    states = residual(writing, states, `${at}.encoder_attn_layer_norm`, config, variant, (read) => {
      const parts = projections(writing, `${at}.encoder_attn`, layer, heads, width);
      const mixed = sourceAttention(graph, read, parts, inputs, options);
      return linear(writing, mixed, `${at}.encoder_attn.out_proj`, [width, width]);
    });
    states = residual(writing, states, `${at}.final_layer_norm`, config, variant, (read) =>
      feedForward(writing, at, read, side, config),
    );
  }
  if (variant.isPreNorm) states = layerNorm(writing, states, 'decoder.layer_norm', { width, epsilon: EPSILON });
  const embeddings = weights.has('shared.weight') ? 'shared.weight' : 'decoder.embed_tokens.weight';
  const matrix = { embeddings, own: 'lm_head.weight', isTied: config.tie_word_embeddings, vocabulary, width };
  writerLogits(writing, states, matrix, weights.has('final_logits_bias') ? 'final_logits_bias' : null);
}

function writeSource(config: BartConfig, writing: Writing): void {
  const { d_model: width, decoder_attention_heads: heads, decoder_layers: layers } = config;
  writeSourceCache(writing.graph, width, { layers, heads, width: width / heads }, (layer) =>
    projections(writing, `decoder.layers.${layer}.encoder_attn`, layer, heads, width),
  );
}

function write(config: BartConfig, request: GraphRequest, variant: Variant): void {
  switch (request.role) {
    case 'encoder':
      return writeEncoder(config, request, variant);
    case 'source':
      return writeSource(config, request);
    case 'decoder':
    case 'step':
    case 'model':
      return writeDecoder(config, request, variant);
  }
}

const family = (types: readonly string[], variant: Variant) =>
  defineFamily({
    types,
    architecture: 'encoder-decoder',
    config,
    prefix: 'model.',
    heads: ['conditional'],
    maxLength: ({ max_position_embeddings: positions }) => positions,
    write: (config, request) => write(config, request, variant),
  });

/** BART (Lewis et al. 2020). */
export const bart = family(['bart'], { isPreNorm: false, positions: 'table', normsEmbeddings: true });
/** mBART (Liu et al. 2020). */
export const mbart = family(['mbart'], { isPreNorm: true, positions: 'table', normsEmbeddings: true });
/** Marian (Junczys-Dowmunt et al. 2018), the opus-mt models. */
export const marian = family(['marian'], { isPreNorm: false, positions: 'sinusoid', normsEmbeddings: false });
