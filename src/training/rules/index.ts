import * as elementwise from './elementwise.js';
import { softmaxCrossEntropyLoss } from './losses.js';
import { layerNormalization, rmsNormalization, softmax } from './norms.js';
import { fusedMatMul, matMul } from './products.js';
import { reduceSum } from './reductions.js';
import type { Rule } from './rule.js';
import { rotaryEmbedding } from './rotary.js';
import { concat, gather, reshape, split, transpose } from './shapes.js';

/** The derivative rule of each operator that has one, by ONNX's and onnxruntime's names. */
export const RULES: Readonly<Record<string, Rule>> = {
  Add: elementwise.add,
  Mul: elementwise.multiply,
  Div: elementwise.divide,
  Identity: elementwise.same,
  Tanh: elementwise.tanh,
  Sigmoid: elementwise.sigmoid,
  Relu: elementwise.relu,
  Gelu: elementwise.gelu,
  FastGelu: elementwise.fastGelu,
  MatMul: matMul,
  FusedMatMul: fusedMatMul,
  Softmax: softmax,
  LayerNormalization: layerNormalization,
  SimplifiedLayerNormalization: rmsNormalization,
  RotaryEmbedding: rotaryEmbedding,
  ReduceSum: reduceSum,
  Reshape: reshape,
  Unsqueeze: reshape,
  Transpose: transpose,
  Concat: concat,
  Split: split,
  Gather: gather,
  SoftmaxCrossEntropyLoss: softmaxCrossEntropyLoss,
};
