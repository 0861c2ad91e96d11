import * as v from 'valibot';
import { attend, hidingMask, splitHeads } from './blocks/attention.js';
import * as fields from './blocks/configFields.js';
import { activate, linear, lookUp, rmsNorm, type Activation, type Writing } from './blocks/parts.js';
import { writerLogits } from './blocks/writerLogits.js';
import { relativePositionBias } from './blocks/relativePositions.js';
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

const config = v.object({
  d_model: v.optional(fields.width, 512),
  d_kv: v.optional(fields.width, 64),
  d_ff: v.optional(fields.width, 2048),
  num_layers: v.optional(fields.layerCount, 6),
  num_decoder_layers: v.nullish(fields.layerCount, null),
  num_heads: v.optional(fields.headCount, 8),
  // `relu`, or `gated-` before an activation; of gelu T5 has the tanh form.
  feed_forward_proj: v.optional(v.picklist(['relu', 'gelu', 'gated-gelu', 'gated-relu', 'gated-silu']), 'relu'),
  relative_attention_num_buckets: v.optional(fields.bucketCount, 32),
  relative_attention_max_distance: v.optional(fields.positionCount, 128),
  layer_norm_epsilon: v.optional(fields.epsilon, 1e-6),
  vocab_size: v.optional(fields.vocabularySize, 32128),
  tie_word_embeddings: v.optional(fields.flag, true),
});
type T5Config = v.InferOutput<typeof config>;

const normOf = (config: T5Config) => ({ width: config.d_model, epsilon: config.layer_norm_epsilon });
const optionsOf = ({ num_heads: heads, d_kv: width }: T5Config) => ({ heads, width, scale: 1 });

/** The activation of the feed-forward part, and whether a second projection gates it. */
function feedForwardOf({ feed_forward_proj: named }: T5Config): { activation: Activation; isGated: boolean } {
  const name = named.replace('gated-', '');
  return { activation: named === 'gated-gelu' ? 'gelu_new' : (name as Activation), isGated: name !== named };
}

function projections(writing: Writing, at: string, layer: number, config: T5Config): Projections {
  const { num_heads: heads, d_kv: width, d_model: model } = config;
  const project = (part: string) => (states: string) =>
    splitHeads(writing.graph, linear(writing, states, `${at}.${part}`, [model, heads * width], false), heads, width);
  return { layer, query: project('q'), key: project('k'), value: project('v') };
}

/** The attention's output, projected and added to what it read. */
const joined = (writing: Writing, mixed: string, at: string, states: string, { num_heads, d_kv, d_model }: T5Config) =>
  writing.graph.node('Add', [states, linear(writing, mixed, `${at}.o`, [num_heads * d_kv, d_model], false)]);

function feedForward(writing: Writing, states: string, at: string, config: T5Config): string {
  const { graph } = writing;
  const { d_model: width, d_ff: inner } = config;
  const { activation, isGated } = feedForwardOf(config);
  const read = rmsNorm(writing, states, `${at}.layer_norm`, normOf(config));
  const raise = (name: string) => linear(writing, read, `${at}.DenseReluDense.${name}`, [width, inner], false);
  const raised = isGated
    ? graph.node('Mul', [activate(graph, raise('wi_0'), activation), raise('wi_1')])
    : activate(graph, raise('wi'), activation);
  return graph.node('Add', [states, linear(writing, raised, `${at}.DenseReluDense.wo`, [inner, width], false)]);
}

const biasTable = (side: string) => `${side}.block.0.layer.0.SelfAttention.relative_attention_bias.weight`;

function writeEncoder(config: T5Config, writing: Writing): void {
  const { graph } = writing;
  const { ids, mask } = encoderInputs(writing, false);
  const at = positionsFrom(graph, ids);
  const bias = relativePositionBias(writing, { queries: at, keys: at }, biasTable('encoder'), config.num_heads, {
    ...{ buckets: config.relative_attention_num_buckets, maxDistance: config.relative_attention_max_distance },
    isBidirectional: true,
  });
  const added = [bias, hidingMask(graph, mask)];
  let states = lookUp(writing, 'shared.weight', ids, [config.vocab_size, config.d_model]);
  for (let layer = 0; layer < config.num_layers; layer++) {
    const block = `encoder.block.${layer}.layer`;
    const own = `${block}.0.SelfAttention`;
    const read = rmsNorm(writing, states, `${block}.0.layer_norm`, normOf(config));
    const { query, key, value } = projections(writing, own, layer, config);
    const mixed = attend(
      graph,
      { query: query(read), key: key(read), value: value(read) },
      { ...optionsOf(config), added },
    );
    states = feedForward(writing, joined(writing, mixed, own, states, config), `${block}.1`, config);
  }
  const last = rmsNorm(writing, states, 'encoder.final_layer_norm', normOf(config));
  statesOutput(writing, last, config.d_model);
}

function writeDecoder(config: T5Config, writing: GraphRequest): void {
  const { graph } = writing;
  const { d_model: width, vocab_size: vocabulary, num_heads: heads, d_kv } = config;
  const layers = config.num_decoder_layers ?? config.num_layers;
  const inputs = targetInputs(graph, writing.role, width, { layers, heads, width: d_kv });
  const places = { queries: inputs.positions, keys: inputs.allPositions };
  const bias = relativePositionBias(writing, places, biasTable('decoder'), heads, {
    ...{ buckets: config.relative_attention_num_buckets, maxDistance: config.relative_attention_max_distance },
    isBidirectional: false,
  });
  const options = optionsOf(config);
  // Both are the same in all layers; the scores of a text that is read whole are shown without the mask.
  const added = writing.role === 'step' ? [graph.node('Add', [bias, inputs.mask])] : [bias, inputs.mask];
  let states = lookUp(writing, 'shared.weight', inputs.ids, [vocabulary, width]);
  for (let layer = 0; layer < layers; layer++) {
    const block = `decoder.block.${layer}.layer`;
    const [own, cross] = [`${block}.0.SelfAttention`, `${block}.1.EncDecAttention`];
    const read = rmsNorm(writing, states, `${block}.0.layer_norm`, normOf(config));
    const parts = projections(writing, own, layer, config);
    const mixed = targetAttention(graph, read, parts, inputs, { ...options, added });
    states = joined(writing, mixed, own, states, config);
    const between = rmsNorm(writing, states, `${block}.1.layer_norm`, normOf(config));
    const looked = sourceAttention(graph, between, projections(writing, cross, layer, config), inputs, options);
    states = feedForward(writing, joined(writing, looked, cross, states, config), `${block}.2`, config);
  }
  const last = rmsNorm(writing, states, 'decoder.final_layer_norm', normOf(config));
  // Tied embeddings are also the output's, which is then scaled (Raffel et al. 2020).
  const output = config.tie_word_embeddings ? graph.node('Mul', [last, graph.real(width ** -0.5)]) : last;
  const isTied = config.tie_word_embeddings;
  writerLogits(writing, output, { embeddings: 'shared.weight', own: 'lm_head.weight', isTied, vocabulary, width });
}

function writeSource(config: T5Config, writing: Writing): void {
  const { d_model: width, num_heads: heads, d_kv } = config;
  const layers = config.num_decoder_layers ?? config.num_layers;
  writeSourceCache(writing.graph, width, { layers, heads, width: d_kv }, (layer) =>
    projections(writing, `decoder.block.${layer}.layer.1.EncDecAttention`, layer, config),
  );
}

function write(config: T5Config, request: GraphRequest): void {
  switch (request.role) {
    case 'encoder':
      return writeEncoder(config, request);
    case 'source':
      return writeSource(config, request);
    case 'decoder':
    case 'step':
    case 'model':
      return writeDecoder(config, request);
  }
}

/** T5 (Raffel et al. 2020), T5 v1.1 and flan-T5, mT5 (Xue et al. 2021). */
export const t5 = defineFamily({
  types: ['t5', 'mt5'],
  architecture: 'encoder-decoder',
  config,
  prefix: '',
  heads: ['conditional'],
  maxLength: () => null,
  write,
});
