import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { GlassboxError } from '../../protocol/engine/index.js';
import { graphPath } from '../files.js';
import { readDeclarations } from '../onnx/protobuf/details.js';
import { readModelGraph, type ByteRange } from '../onnx/protobuf/read.js';
import { readTensor } from '../onnx/protobuf/readTensor.js';
import { FLOAT, FLOAT16, UINT8 } from '../onnx/protobuf/write.js';
import { halfToFloat } from '../onnx/tensors.js';
import { turned } from '../precision/blocks8.js';
import type { Weight } from './modelWeights.js';

/** What the code 0 stands for in blocks of 8 bit without a zero point of their own. */
const BLOCK_ZERO = 128;
/** Behind a table's name in the embedded models' files: its codes and their scales. */
const TABLE_CODES = '_q8';
const TABLE_SCALES = '_scale';

interface Stored {
  type: number;
  shape: number[];
  bytes: Uint8Array;
}

/**
 * The weights of an export by their names in transformers. An export keeps the names of tables, norms and biases; a matrix
 * lost its own when it was turned, and is known by the bias that is added behind its product. Blocks of 8 bit
 * (onnxruntime's MatMulNBits, and tables in the same form) become the numbers that they stand for.
 * @throws GlassboxError `model-broken`; `wrong-architecture` for matrices in another form
 */
export async function exportedWeights(file: string): Promise<Map<string, Weight>> {
  const real = await graphPath(file);
  const bytes = new Uint8Array(await readFile(real));
  const graph = readModelGraph(bytes);
  if (!graph) throw unread(file);
  const stored = await storedTensors(bytes, [...readDeclarations(bytes, graph).weights], path.dirname(real));
  const weights = namedWeights(stored);
  const biasOf = new Map<string, string>();
  for (const { op, inputs } of graph.nodes) {
    const bias = op === 'Add' ? inputs.find((input) => stored.has(input)) : undefined;
    for (const input of inputs) if (bias !== undefined && input !== bias) biasOf.set(input, bias);
  }
  for (const { op, inputs, outputs } of graph.nodes) {
    if (op === 'MatMulInteger' || op === 'DynamicQuantizeMatMul') throw unread(file);
    const name = biasOf.get(outputs[0] ?? '')?.replace(/\.bias$/, '.weight');
    const matrix = stored.get(inputs[1] ?? '');
    if (name === undefined || !matrix) continue;
    if (op === 'MatMulNBits')
      weights.set(name, { ...blocks(matrix, stored.get(inputs[2] ?? ''), file), isLinear: true });
    else if (op === 'MatMul') weights.set(name, { ...matrixOf(matrix), isLinear: true });
  }
  return weights;
}

const unread = (file: string) =>
  new GlassboxError(
    'wrong-architecture',
    `${file} does not tell which of its weights are which, so that it cannot be trained: take a model with model.safetensors.`,
    { details: { kind: 'training', problem: 'weights', model: path.basename(path.dirname(path.dirname(file))) } },
  );

/** Floating-point weights that kept their names, and tables in blocks of 8 bit. */
function namedWeights(stored: ReadonlyMap<string, Stored>): Map<string, Weight> {
  const weights = new Map<string, Weight>();
  for (const [name, tensor] of stored) {
    const scales = name.endsWith(TABLE_CODES)
      ? stored.get(name.slice(0, -TABLE_CODES.length) + TABLE_SCALES)
      : undefined;
    if (scales && tensor.shape.length === 3) {
      weights.set(name.slice(0, -TABLE_CODES.length), dequantised(tensor, floats(scales)));
    } else if (tensor.type === FLOAT || tensor.type === FLOAT16) {
      weights.set(name, { shape: tensor.shape, values: floats(tensor) });
    }
  }
  return weights;
}

function blocks(codes: Stored, scales: Stored | undefined, file: string): Weight {
  if (!scales || codes.type !== UINT8 || codes.shape.length !== 3) throw unread(file);
  return dequantised(codes, floats(scales));
}

/** (code − 128) · scale of its block: codes [rows, blocks, size], scales [rows, blocks]. */
function dequantised({ shape, bytes }: Stored, scales: Float32Array): Weight {
  const [rows = 0, count = 0, size = 0] = shape;
  const values = new Float32Array(rows * count * size);
  for (let at = 0; at < values.length; at++) values[at] = (bytes[at]! - BLOCK_ZERO) * scales[Math.floor(at / size)]!;
  return { shape: [rows, count * size], values };
}

/** A matrix [in, out] as PyTorch's Linear has it, [out, in]. */
function matrixOf(matrix: Stored): Weight {
  const [from = 0, to = 0] = matrix.shape;
  return { shape: [to, from], values: turned(floats(matrix), from, to) };
}

function floats({ type, bytes }: Stored): Float32Array {
  const copy = bytes.slice();
  if (type === FLOAT) return new Float32Array(copy.buffer);
  return Float32Array.from(new Uint16Array(copy.buffer), halfToFloat);
}

/** The tensors that a graph holds or points to in a file beside it. */
async function storedTensors(
  bytes: Uint8Array,
  weights: readonly (readonly [string, ByteRange])[],
  folder: string,
): Promise<Map<string, Stored>> {
  const files = new Map<string, Uint8Array>();
  const found = new Map<string, Stored>();
  for (const [name, place] of weights) {
    const { type, shape, raw, external } = readTensor(bytes, place);
    if (raw) found.set(name, { type, shape, bytes: bytes.subarray(raw.start, raw.end) });
    const location = external.get('location');
    if (location === undefined) continue;
    const beside = path.join(folder, path.basename(location));
    const data = files.get(beside) ?? new Uint8Array(await readFile(await graphPath(beside)));
    files.set(beside, data);
    const start = Number(external.get('offset') ?? 0);
    found.set(name, { type, shape, bytes: data.subarray(start, start + Number(external.get('length') ?? 0)) });
  }
  return found;
}
