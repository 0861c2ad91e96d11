import { bertLayer } from '../families/bert.js';
import { turned } from '../precision/blocks8.js';
import type { Weight } from './modelWeights.js';
import { floats, type Stored } from './storedTensors.js';

/** Of a code of 4 bit: what 0 stands for. */
const ZERO = 8;
const WORDS = 'words';
/** The states behind the last layer are the graph's output, and their norm goes by its name. */
const LAST_NORM = 'last_hidden_state';
/** The constant by which states are cut into heads is called by its numbers: rows, tokens, heads, the width of each. */
const HEADS = /^integers_0_0_(\d+)_(\d+)$/;

/** Whether a graph is one that `models/train/sentence_graph.py` wrote in its form `rows`. */
export const isSentenceGraph = (stored: ReadonlyMap<string, Stored>): boolean =>
  [`${WORDS}.weight_q4`, 'layer.0.attention.qkv.weight_q8', 'layer.0.attention.qkv.smoothing'].every((name) =>
    stored.has(name),
  );

/**
 * The weights of such a graph by their names in transformers' BERT. It has those of queries, keys and values in one matrix,
 * queries times the factor of their scores; columns of matrices times what the channels of their input are divided by; and
 * the only segment in the positions.
 * @param stored its tensors that are read by name; `names`: of all that it has
 */
export function sentenceWeights(stored: ReadonlyMap<string, Stored>, names: readonly string[]): Map<string, Weight> {
  const take = (name: string): Stored => {
    const tensor = stored.get(name);
    if (!tensor) throw new Error(`The sentence encoder's graph has no ${name}.`);
    return tensor;
  };
  const plain = (name: string): Weight => ({ shape: take(name).shape, values: floats(take(name)) });
  const weights = new Map<string, Weight>();
  const words = table(take(`${WORDS}.weight_q4`), floats(take(`${WORDS}.scale`)));
  const width = words.shape[1]!;
  weights.set('embeddings.word_embeddings.weight', words);
  weights.set('embeddings.position_embeddings.weight', plain('positions'));
  // Both segments are 0: what the first added is in the positions, and the second was never seen.
  weights.set('embeddings.token_type_embeddings.weight', { shape: [2, width], values: new Float32Array(2 * width) });
  const setNorm = (to: string, from: string) => {
    for (const part of ['weight', 'bias']) weights.set(`${to}.${part}`, plain(`${from}.${part}`));
  };
  const setLinear = (to: string, weight: Weight, bias: Weight) => {
    weights.set(`${to}.weight`, { ...weight, isLinear: true });
    weights.set(`${to}.bias`, bias);
  };
  const linear = (from: string): [Weight, Weight] => [matrix(take, from), plain(`${from}.bias`)];
  setNorm('embeddings.LayerNorm', 'embeddings.norm');
  const size = names.map((name) => HEADS.exec(name)).find((found) => found)?.[2];
  const factor = Math.sqrt(Number(size));
  for (let layer = 0; stored.has(`layer.${layer}.inner.weight_q8`); layer++) {
    const [own, at] = [bertLayer(layer), `layer.${layer}`];
    const [together, bias] = linear(`${at}.attention.qkv`);
    setLinear(own.query, rows(together, 0, width, factor), rows(bias, 0, width, factor));
    setLinear(own.key, rows(together, width, 2 * width), rows(bias, width, 2 * width));
    setLinear(own.value, rows(together, 2 * width, 3 * width), rows(bias, 2 * width, 3 * width));
    setLinear(own.output, ...linear(`${at}.attention.output`));
    setNorm(own.attentionNorm, `${at}.attention.norm`);
    setLinear(own.up, ...linear(`${at}.inner`));
    setLinear(own.down, ...linear(`${at}.outer`));
    setNorm(own.outputNorm, stored.has(`${at}.norm.weight`) ? `${at}.norm` : LAST_NORM);
  }
  return weights;
}

/** Rows of a matrix or a vector, times a factor. */
function rows({ shape, values }: Weight, from: number, to: number, factor = 1): Weight {
  const width = shape[1] ?? 1;
  return {
    shape: [to - from, ...shape.slice(1)],
    values: values.slice(from * width, to * width).map((value) => value * factor),
  };
}

/** (code − 8) · scale of its block; two neighbours lie in a byte: codes [rows, bytes], scales [rows, blocks]. */
function table({ shape, bytes }: Stored, scales: Float32Array): Weight {
  const [count = 0, size = 0] = shape;
  const width = 2 * size;
  const block = (count * width) / scales.length;
  const values = new Float32Array(count * width);
  bytes.forEach((byte, at) => {
    const scale = scales[Math.floor((2 * at) / block)]!;
    values[2 * at] = ((byte & 15) - ZERO) * scale;
    values[2 * at + 1] = ((byte >> 4) - ZERO) * scale;
  });
  return { shape: [count, width], values };
}

/** Whole numbers [in, out] with a scale for each column and a factor for each channel read, as [out, in]. */
function matrix(take: (name: string) => Stored, name: string): Weight {
  const { shape, bytes } = take(`${name}.weight_q8`);
  const scales = floats(take(`${name}.scale`));
  const smoothing = floats(take(`${name}.smoothing`));
  const [from = 0, to = 0] = shape;
  const codes = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const values = Float32Array.from(codes, (code, at) => code * scales[at % to]! * smoothing[Math.floor(at / to)]!);
  return { shape: [to, from], values: turned(values, from, to) };
}
