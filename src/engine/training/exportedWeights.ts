import path from 'node:path';
import { GlassboxError } from '../../protocol/engine/index.js';
import { nodeName, readDeclarations } from '../onnx/protobuf/details.js';
import { readModelGraph, type Graph } from '../onnx/protobuf/read.js';
import { FLOAT, FLOAT16, UINT8 } from '../onnx/protobuf/write.js';
import { editedGraph } from '../onnx/session.js';
import { turned } from '../precision/blocks8.js';
import type { Weight } from './modelWeights.js';
import { isSentenceGraph, sentenceWeights } from './sentenceWeights.js';
import { floats, storedTensors, type Stored } from './storedTensors.js';

/** What the code 0 stands for in blocks of 8 bit without a zero point of their own. */
const BLOCK_ZERO = 128;
/** Behind a table's name in the embedded models' files: its codes and their scales. */
const TABLE_CODES = '_q8';
const TABLE_SCALES = '_scale';

/** Before the number of a weight that an export took the name from. */
const NAMELESS = 'onnx::';

/**
 * The weights of an export by their names in transformers. An export keeps the names of tables, norms and biases; a matrix
 * lost its own when it was turned, and is known by the bias that is added behind its product, or by its product, whose node
 * is named by the layer: `/encoder/block.0/layer.0/SelfAttention/q/MatMul`. Blocks of 8 bit (onnxruntime's MatMulNBits, and
 * tables in the same form) become the numbers that they stand for. Graphs of our own sentence encoders have names and forms
 * of their own, see `sentenceWeights`.
 * @throws GlassboxError `model-broken`; `wrong-architecture` for matrices in another form
 */
export async function exportedWeights(file: string): Promise<Map<string, Weight>> {
  const { bytes, folder } = await editedGraph(file, (skeleton) => skeleton);
  const graph = readModelGraph(bytes);
  if (!graph) throw unread(file);
  const graphs = withBranch(graph);
  const declared = graphs.flatMap((one) => [...readDeclarations(bytes, one).weights]);
  const stored = await storedTensors(bytes, declared, folder ?? path.dirname(file), file);
  if (isSentenceGraph(stored)) {
    return sentenceWeights(
      stored,
      declared.map(([name]) => name),
    );
  }
  const nodes = graphs.flatMap((one) => one.nodes);
  const weights = namedWeights(stored);
  const biasOf = new Map<string, string>();
  for (const { op, inputs } of nodes) {
    const bias = op === 'Add' ? inputs.find((input) => stored.has(input)) : undefined;
    for (const input of inputs) if (bias !== undefined && input !== bias) biasOf.set(input, bare(bias));
  }
  for (const node of nodes) {
    const { op, inputs, outputs } = node;
    if (op === 'MatMulInteger' || op === 'DynamicQuantizeMatMul') throw unread(file);
    const matrix = stored.get(inputs[1] ?? '');
    if (!matrix || (op !== 'MatMul' && op !== 'MatMulNBits')) continue;
    const name = biasOf.get(outputs[0] ?? '')?.replace(/\.bias$/, '.weight') ?? productName(nodeName(bytes, node));
    if (name === null) continue;
    if (op === 'MatMulNBits')
      weights.set(name, { ...blocks(matrix, stored.get(inputs[2] ?? ''), file), isLinear: true });
    else if (matrix.shape.length === 2) weights.set(name, { ...matrixOf(matrix), isLinear: true });
  }
  return weights;
}

/** A graph, and of a merged decoder the branch with all of its matrices: what it has in both may go by one name and differ. */
function withBranch(graph: Graph): Graph[] {
  const products = ({ nodes }: Graph) => nodes.filter(({ op }) => op.startsWith('MatMul')).length;
  const branches = graph.nodes.flatMap((node) => node.branches.map((branch) => branch.graph));
  const [fullest] = branches.sort((one, other) => products(other) - products(one));
  return fullest ? [graph, fullest] : [graph];
}

/** What optimum appends to the names of weights that both branches of a merged decoder read. */
const MERGED = /_merged_\d+$/;
const bare = (name: string) => name.replace(MERGED, '');

/** The weight of a layer by the name of its product's node; null where the node has none. */
function productName(node: string): string | null {
  const layer = node.split('/').filter((part) => part !== '');
  return layer.length > 1 ? [...layer.slice(0, -1), 'weight'].join('.') : null;
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
    if (name.startsWith(NAMELESS)) continue;
    const scales = name.endsWith(TABLE_CODES)
      ? stored.get(name.slice(0, -TABLE_CODES.length) + TABLE_SCALES)
      : undefined;
    if (scales && tensor.shape.length === 3) {
      weights.set(bare(name.slice(0, -TABLE_CODES.length)), dequantised(tensor, floats(scales)));
    } else if (tensor.type === FLOAT || tensor.type === FLOAT16) {
      weights.set(bare(name), { shape: tensor.shape, values: floats(tensor) });
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
