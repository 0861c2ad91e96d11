import { encodeNode, FLOAT, INT64, type EncodedNode } from '../../../src/engine/onnx/protobuf/write.js';
import { floatWeight, HALF, onnxModel, weights, type Weight } from './onnxModel.js';

export const [WIDTH, HEADS, WORDS] = [16, 2, 20] as const;

export interface LayerForm {
  layers: number;
  /** where layers have their norms: before what they compute, or behind the sum */
  norms: 'before' | 'behind';
  /** sums and norms as one node */
  fused: boolean;
  /** fused nodes add a bias, too; written out, the projection before has it */
  biased?: boolean;
  /** attention and feed-forward read the same norm, as in Phi; layers have their norms before then */
  parallel?: boolean;
  /** the logits are multiplied by a number that stands before the head, as in T5 */
  scaled?: boolean;
  half?: boolean;
}

const MICROSOFT = 'com.microsoft';
const ANY = { dims: ['rows', 'tokens'], type: INT64 } as const;
const EPSILON = { epsilon: { real: 1e-5 } };

/** A model over `input_ids` with attention and feed-forward layers: its states are the same in all forms of one arrangement. */
export function layeredModel(form: LayerForm): Uint8Array {
  const { layers, norms, fused, biased = false, parallel = false, scaled = false, half = false } = form;
  const type = half ? HALF : FLOAT;
  const nodes: EncodedNode[] = [];
  const known: Record<string, Weight> = {};
  const matrix = (name: string, dims: readonly number[], scale: number): string => {
    known[name] = weights(Object.keys(known).length + 1, dims, type, scale);
    return name;
  };
  const node = (op: string, inputs: readonly string[], output: string, more: Parameters<typeof encodeNode>[3] = {}) => {
    const isOwn = op === 'MultiHeadAttention';
    nodes.push(encodeNode(op, inputs, [output], more, isOwn ? MICROSOFT : ''));
    return output;
  };
  const gains = (at: string) => [matrix(`${at}.weight`, [WIDTH], 3), matrix(`${at}.bias`, [WIDTH], 1)];
  const norm = (input: string, at: string) => node('LayerNormalization', [input, ...gains(at)], at, EPSILON);
  /** What a sum gives, and its norm. */
  const sumAndNorm = (state: string, result: string, at: string): { sum: string; normed: string } => {
    const bias = biased ? [matrix(`${at}.added`, [WIDTH], 1)] : [];
    if (fused) {
      const outputs = norms === 'before' ? [at, '', '', `${at}.sum`] : [at];
      nodes.push(
        encodeNode('SkipLayerNormalization', [result, state, ...gains(at), ...bias], outputs, EPSILON, MICROSOFT),
      );
      return { sum: `${at}.sum`, normed: at };
    }
    const whole = biased ? node('Add', [result, ...bias], `${at}.whole`) : result;
    const sum = node('Add', [whole, state], `${at}.sum`);
    return { sum, normed: norm(sum, at) };
  };
  const attended = (read: string, at: string) => {
    const parts = ['q', 'k', 'v'].map((part) =>
      node('MatMul', [read, matrix(`${at}.w.${part}`, [WIDTH, WIDTH], 2)], `${at}.${part}`),
    );
    const mixed = node('MultiHeadAttention', parts, `${at}.mixed`, { num_heads: HEADS });
    return node('MatMul', [mixed, matrix(`${at}.w.o`, [WIDTH, WIDTH], 2)], `${at}.attended`);
  };
  const raised = (read: string, at: string) => {
    const up = node('MatMul', [read, matrix(`${at}.w.up`, [WIDTH, 2 * WIDTH], 2)], `${at}.up`);
    return node(
      'MatMul',
      [node('Relu', [up], `${at}.relu`), matrix(`${at}.w.down`, [2 * WIDTH, WIDTH], 2)],
      `${at}.down`,
    );
  };

  let state = node('Gather', [matrix('embeddings', [WORDS, WIDTH], 4), 'input_ids'], 'looked', { axis: 0 });
  if (norms === 'behind') state = norm(state, 'embedded');
  let read = norms === 'before' ? norm(state, 'first') : state;
  for (let layer = 0; layer < layers; layer++) {
    const at = `layer${layer}`;
    const result = attended(read, at);
    if (parallel) {
      const both = node('Add', [result, raised(read, at)], `${at}.both`);
      const { sum, normed } = sumAndNorm(state, both, `${at}.norm`);
      [state, read] = [sum, normed];
      continue;
    }
    const between = sumAndNorm(state, result, `${at}.between`);
    const end = sumAndNorm(norms === 'before' ? between.sum : between.normed, raised(between.normed, at), `${at}.norm`);
    state = norms === 'before' ? end.sum : end.normed;
    read = end.normed;
  }
  known['factor'] = floatWeight([0.25], [], type);
  const last = scaled ? node('Mul', [read, 'factor'], 'scaled') : read;
  node('MatMul', [last, matrix('w.words', [WIDTH, WORDS], 2)], 'logits');
  const [model] = onnxModel({
    nodes,
    weights: known,
    inputs: { input_ids: ANY, attention_mask: ANY },
    outputs: { logits: { type, dims: ['rows', 'tokens', WORDS] } },
  });
  return model;
}
