import * as v from 'valibot';
import { FLOAT } from '../onnx/protobuf/write.js';
import { attend, hidingMask, splitHeads, windowMask } from './blocks/attention.js';
import { activate, layerNorm, linear, lookUp, type Writing } from './blocks/parts.js';
import * as fields from './blocks/configFields.js';
import { ropeFrequencies } from './blocks/ropeScaling.js';
import { rotaryAngles, rotate, type RotaryAngles } from './blocks/rotary.js';
import {
  answerLogits,
  firstState,
  statesOutput,
  textLogits,
  tokenLogits,
  vocabularyLogits,
} from './encoders/encoderHeads.js';
import { positionsFrom } from './encoders/positions.js';
import { encoderInputs } from './encoders/postNormEncoder.js';
import { defineFamily, type EncoderHead, type GraphRequest } from './family.js';

const base = v.pipe(v.number(), v.minValue(1), v.maxValue(1e12));
const config = v.object({
  vocab_size: v.optional(fields.vocabularySize, 50368),
  hidden_size: v.optional(fields.width, 768),
  intermediate_size: v.optional(fields.width, 1152),
  num_hidden_layers: v.optional(fields.layerCount, 22),
  num_attention_heads: v.optional(fields.headCount, 12),
  hidden_activation: v.optional(fields.activation, 'gelu'),
  max_position_embeddings: v.optional(fields.positionCount, 8192),
  norm_eps: v.optional(fields.epsilon, 1e-5),
  norm_bias: v.optional(fields.flag, false),
  global_rope_theta: v.optional(base, 160000),
  local_rope_theta: v.optional(v.nullable(base), 10000),
  attention_bias: v.optional(fields.flag, false),
  mlp_bias: v.optional(fields.flag, false),
  decoder_bias: v.optional(fields.flag, true),
  classifier_bias: v.optional(fields.flag, false),
  classifier_activation: v.optional(fields.activation, 'gelu'),
  classifier_pooling: v.optional(v.picklist(['cls', 'mean']), 'cls'),
  global_attn_every_n_layers: v.optional(fields.layerCount, 3),
  local_attention: v.optional(fields.positionCount, 128),
  tie_word_embeddings: v.optional(fields.flag, true),
  ...fields.labelFields,
});
type ModernBertConfig = v.InferOutput<typeof config>;

const normOf = (config: ModernBertConfig) => ({
  width: config.hidden_size,
  epsilon: config.norm_eps,
  hasBias: config.norm_bias,
});

function layer(
  writing: Writing,
  states: string,
  { index, angles, added }: { index: number; angles: RotaryAngles; added: readonly string[] },
  config: ModernBertConfig,
): string {
  const { graph } = writing;
  const { hidden_size: width, num_attention_heads: heads, intermediate_size: inner } = config;
  const at = `layers.${index}`;
  const headWidth = width / heads;
  // The first layer reads the embeddings, which have a norm of their own.
  const normed = index === 0 ? states : layerNorm(writing, states, `${at}.attn_norm`, normOf(config));
  const all = linear(writing, normed, `${at}.attn.Wqkv`, [width, 3 * width], config.attention_bias);
  const [query = '', key = '', value = ''] = graph
    .nodes('Split', [all, graph.ints(width, width, width)], 3, { axis: -1 })
    .map((part) => splitHeads(graph, part, heads, headWidth));
  const turn = (part: string) => rotate(graph, part, angles, { heads, width: headWidth });
  const mixed = attend(
    graph,
    { query: turn(query), key: turn(key), value },
    {
      ...{ heads, width: headWidth, scale: 1 / Math.sqrt(headWidth), added },
    },
  );
  const attended = graph.node('Add', [
    states,
    linear(writing, mixed, `${at}.attn.Wo`, [width, width], config.attention_bias),
  ]);
  const between = layerNorm(writing, attended, `${at}.mlp_norm`, normOf(config));
  const raised = linear(writing, between, `${at}.mlp.Wi`, [width, 2 * inner], config.mlp_bias);
  const [input = '', gate = ''] = graph.nodes('Split', [raised, graph.ints(inner, inner)], 2, { axis: -1 });
  const gated = graph.node('Mul', [activate(graph, input, config.hidden_activation), gate]);
  return graph.node('Add', [attended, linear(writing, gated, `${at}.mlp.Wo`, [inner, width], config.mlp_bias)]);
}

/** A dense layer, its activation and a norm, before every head. */
function headStates(writing: Writing, states: string, config: ModernBertConfig): string {
  const { hidden_size: width, classifier_activation: activation, classifier_bias: hasBias } = config;
  const raised = activate(writing.graph, linear(writing, states, 'head.dense', [width, width], hasBias), activation);
  return layerNorm(writing, raised, 'head.norm', normOf(config));
}

/** The first token's state, or the mean of all that are seen. */
function pooledState(
  writing: Writing,
  states: string,
  seen: string,
  { classifier_pooling: pooling }: ModernBertConfig,
): string {
  const { graph } = writing;
  if (pooling === 'cls') return firstState(writing, states);
  const weights = graph.node('Cast', [graph.node('Unsqueeze', [seen, graph.ints(2)])], { to: FLOAT });
  const axis = [graph.ints(1)];
  const sum = graph.node('ReduceSum', [graph.node('Mul', [states, weights]), ...axis], { keepdims: 0 });
  return graph.node('Div', [sum, graph.node('ReduceSum', [weights, ...axis], { keepdims: 0 })]);
}

function write(config: ModernBertConfig, { head, ...writing }: GraphRequest<EncoderHead>): void {
  const { graph, weights } = writing;
  const { hidden_size: width, vocab_size: vocabulary, num_attention_heads: heads } = config;
  const { ids, mask } = encoderInputs(writing, false);
  const looked = lookUp(writing, 'embeddings.tok_embeddings.weight', ids, [vocabulary, width]);
  let states = layerNorm(writing, looked, 'embeddings.norm', normOf(config));
  const at = positionsFrom(graph, ids);
  const hidden = hidingMask(graph, mask);
  const near = windowMask(graph, at, Math.floor(config.local_attention / 2));
  const angles = (theta: number) => rotaryAngles(graph, at, ropeFrequencies(width / heads, theta, null));
  const everywhere = { angles: angles(config.global_rope_theta), added: [hidden] };
  const nearby = { angles: angles(config.local_rope_theta ?? config.global_rope_theta), added: [near, hidden] };
  for (let index = 0; index < config.num_hidden_layers; index++) {
    const reach = index % config.global_attn_every_n_layers === 0 ? everywhere : nearby;
    states = layer(writing, states, { index, ...reach }, config);
  }
  states = layerNorm(writing, states, 'final_norm', normOf(config));
  const labels = fields.labelCount(config);
  const own = () => headStates(writing, states, config);
  switch (head) {
    case 'maskedLM': {
      const names = { decoder: 'decoder.weight', embeddings: 'embeddings.tok_embeddings.weight', bias: 'decoder.bias' };
      const sizes = { vocabulary, width, isTied: config.tie_word_embeddings };
      return vocabularyLogits(writing, own(), config.decoder_bias ? names : { ...names, bias: null }, sizes);
    }
    case 'sequenceClassification': {
      const state = headStates(writing, pooledState(writing, states, mask, config), config);
      return textLogits(writing, state, 'classifier', [width, labels]);
    }
    case 'tokenClassification':
      return tokenLogits(writing, own(), 'classifier', [width, labels]);
    case 'questionAnswering':
      return answerLogits(writing, weights.has('head.dense.weight') ? own() : states, 'classifier', width);
    case 'none':
      return statesOutput(writing, states, width);
  }
}

/** ModernBERT (Warner et al. 2024). */
export const modernbert = defineFamily({
  types: ['modernbert'],
  architecture: 'encoder',
  config,
  prefix: 'model.',
  heads: ['none', 'maskedLM', 'sequenceClassification', 'tokenClassification', 'questionAnswering'],
  maxLength: ({ max_position_embeddings: positions }) => positions,
  write,
});
