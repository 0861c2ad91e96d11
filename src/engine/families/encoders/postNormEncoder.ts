import { INT64 } from '../../onnx/protobuf/write.js';
import { attend, hidingMask, splitHeads } from '../blocks/attention.js';
import { activate, layerNorm, linear, type Activation, type Writing } from '../blocks/parts.js';

/** Sizes of BERT's encoder, and of those that are built like it. */
export interface EncoderSizes {
  width: number;
  layers: number;
  heads: number;
  /** of the feed-forward part */
  inner: number;
  epsilon: number;
  activation: Activation;
}

/** The names of a layer's parts. */
export interface LayerNames {
  query: string;
  key: string;
  value: string;
  output: string;
  attentionNorm: string;
  up: string;
  down: string;
  outputNorm: string;
}

/** Names of the inputs, as exports have them. */
const TEXT = ['rows', 'tokens'] as const;

/** `input_ids` and `attention_mask`, and `token_type_ids` where the model has them. */
export function encoderInputs(
  { graph }: Writing,
  hasTypes: boolean,
): { ids: string; mask: string; types: string | null } {
  return {
    ids: graph.input('input_ids', INT64, TEXT),
    mask: graph.input('attention_mask', INT64, TEXT),
    types: hasTypes ? graph.input('token_type_ids', INT64, TEXT) : null,
  };
}

/**
 * Layers with their norms behind the sums (Vaswani et al. 2017; Devlin et al. 2019).
 * @param states [rows, tokens, width]
 * @param seen the attention mask; `bias`: by distance, [1, heads, tokens, tokens]
 */
export function postNormLayers(
  writing: Writing,
  states: string,
  { seen, bias = null }: { seen: string; bias?: string | null },
  sizes: EncoderSizes,
  names: (layer: number) => LayerNames,
): string {
  const mask = hidingMask(writing.graph, seen);
  const added = bias === null ? [mask] : [bias, mask];
  let all = states;
  for (let layer = 0; layer < sizes.layers; layer++) all = postNormLayer(writing, all, added, sizes, names(layer));
  return all;
}

function postNormLayer(
  writing: Writing,
  states: string,
  added: readonly string[],
  { width, heads, inner, epsilon, activation }: EncoderSizes,
  names: LayerNames,
): string {
  const { graph } = writing;
  const headWidth = width / heads;
  const project = (name: string) => splitHeads(graph, linear(writing, states, name, [width, width]), heads, headWidth);
  const parts = { query: project(names.query), key: project(names.key), value: project(names.value) };
  const mixed = attend(graph, parts, { heads, width: headWidth, scale: 1 / Math.sqrt(headWidth), added });
  const attended = graph.node('Add', [linear(writing, mixed, names.output, [width, width]), states]);
  const between = layerNorm(writing, attended, names.attentionNorm, { width, epsilon });
  const raised = activate(graph, linear(writing, between, names.up, [width, inner]), activation);
  const sum = graph.node('Add', [linear(writing, raised, names.down, [inner, width]), between]);
  return layerNorm(writing, sum, names.outputNorm, { width, epsilon });
}
