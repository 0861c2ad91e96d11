import { MICROSOFT, type GraphBuilder } from '../../onnx/build/graphBuilder.js';
import type { GraphWeights } from '../graphWeights.js';

/** What a family writes its graph with. */
export interface Writing {
  graph: GraphBuilder;
  weights: GraphWeights;
}

/** The activations of Hugging Face's `ACT2FN` that published models use, by their names there. */
export const ACTIVATIONS = [
  'gelu',
  'gelu_new',
  'gelu_fast',
  'gelu_pytorch_tanh',
  'relu',
  'silu',
  'swish',
  'tanh',
] as const;
export type Activation = (typeof ACTIVATIONS)[number];

/**
 * x·Wᵀ + b with W as PyTorch's Linear has it, [out, in]: it is read where it lies and turned by the product.
 * @param name of the layer; `name.weight` and, unless it has none, `name.bias`
 */
export function linear(
  { graph, weights }: Writing,
  input: string,
  name: string,
  sizes: readonly [from: number, to: number],
  hasBias = true,
): string {
  const product = weights.times(input, `${name}.weight`, sizes);
  return hasBias ? graph.node('Add', [product, weights.get(`${name}.bias`, sizes[1])]) : product;
}

/** (x − mean) / √(variance + ε) · weight + bias over the last axis. @param hasBias where it is left out, 0 */
export function layerNorm(
  { graph, weights }: Writing,
  input: string,
  name: string,
  { width, epsilon, hasBias = true }: { width: number; epsilon: number; hasBias?: boolean },
): string {
  const scale = weights.get(`${name}.weight`, width);
  const inputs = [input, scale, ...(hasBias ? [weights.get(`${name}.bias`, width)] : [])];
  return graph.node('LayerNormalization', inputs, { axis: -1, epsilon: { real: epsilon } });
}

/** x / √(mean of squares + ε) · weight over the last axis (Zhang and Sennrich 2019); onnxruntime's own operator. */
export const rmsNorm = (
  { graph, weights }: Writing,
  input: string,
  name: string,
  { width, epsilon }: { width: number; epsilon: number },
): string =>
  graph.node('SimplifiedLayerNormalization', [input, weights.get(`${name}.weight`, width)], {
    axis: -1,
    epsilon: { real: epsilon },
  });

/** The activation as one node: no sum inside of it can be taken for a residual connection. */
export function activate(graph: GraphBuilder, input: string, activation: Activation): string {
  switch (activation) {
    case 'gelu':
      return graph.node('Gelu', [input], {}, MICROSOFT);
    case 'gelu_new':
    case 'gelu_fast':
    case 'gelu_pytorch_tanh':
      return graph.node('FastGelu', [input], {}, MICROSOFT);
    case 'relu':
      return graph.node('Relu', [input]);
    case 'tanh':
      return graph.node('Tanh', [input]);
    case 'silu':
    case 'swish':
      return graph.node('Mul', [input, graph.node('Sigmoid', [input])]);
  }
}

/** Rows of a table, [rows, tokens, width]. */
export const lookUp = ({ weights }: Writing, name: string, ids: string, sizes: readonly [number, number]): string =>
  weights.rows(name, ids, ...sizes);
