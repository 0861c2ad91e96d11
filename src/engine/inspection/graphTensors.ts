import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { PbfReader } from 'pbf';
import { graphPath } from '../files.js';
import { intsAttribute, readDeclarations } from '../onnx/protobuf/details.js';
import { externalizeWeights } from '../onnx/protobuf/externalizeWeights.js';
import { readFields, readModelGraph, type ByteRange, type Graph, type GraphNode } from '../onnx/protobuf/read.js';
import { baseName, isWordTable } from './parts.js';
import type { FoundTensor } from './tensors.js';

/** A weight of an ONNX file, with its element type and the bytes that it takes there. */
export interface GraphTensor extends FoundTensor {
  type: string;
  length: number;
}

/** TensorProto.DataType: names and bytes of an element. */
const TYPES: Readonly<Record<number, readonly [name: string, bytes: number]>> = {
  ...{ 1: ['FLOAT', 4], 2: ['UINT8', 1], 3: ['INT8', 1], 10: ['FLOAT16', 2], 11: ['DOUBLE', 8], 16: ['BFLOAT16', 2] },
  ...{ 6: ['INT32', 4], 7: ['INT64', 8], 9: ['BOOL', 1], 21: ['UINT4', 0.5], 22: ['INT4', 0.5] },
};
const REAL = new Set(['FLOAT', 'FLOAT16', 'BFLOAT16', 'DOUBLE']);
const ROUNDED = new Set(['INT8', 'UINT8', 'INT4', 'UINT4']);

/** Inputs that are scales and zero points of rounded numbers, by operators (onnx and com.microsoft). */
const SCALES: Readonly<Record<string, readonly number[]>> = {
  MatMulNBits: [2, 3, 4],
  MatMulBnb4: [2],
  GatherBlockQuantized: [2, 3],
  DequantizeLinear: [1, 2],
  DynamicQuantizeMatMul: [2, 3],
  MatMulInteger: [2, 3],
  MatMulIntegerToFloat: [2, 3, 4, 5],
  QLinearMatMul: [1, 2, 4, 5, 6, 7],
  QGemm: [1, 2, 4, 5, 7, 8],
  QAttention: [3, 4, 6, 7],
};
/** Tables that are computed before, not learned. */
const COMPUTED: Readonly<Record<string, readonly number[]>> = { RotaryEmbedding: [2, 3], GroupQueryAttention: [7, 8] };

/** What exporters put behind a weight's name when they round it or merge graphs. */
const FORM = /(?:_merged_\d+|_quantized|_q[48]|_Q[48]|_DQ_Q4|_fp16)+$/;
const SCALE_NAME = /^(.+?)(?:_merged_\d+)?_(?:scales?|zero_points?|zp)$/;

interface Consumer {
  node: GraphNode;
  input: number;
}

/** A tensor's name, sizes and type. */
interface Declared {
  name: string;
  shape: number[];
  type: number;
}

/**
 * The weights of an ONNX file: what its graph and the branches of it declare, none of whose bytes is read. Constants, masks
 * and places are left out, scales and zero points too: what is rounded counts as the numbers that it stands for.
 * @param side of an encoder-decoder that the file holds, as names may not say it
 * @throws Error when the bytes are no protobuf; GlassboxError `model-broken`, `out-of-memory`
 */
export async function graphTensors(file: string, side: 'encoder' | 'decoder' | null): Promise<GraphTensor[]> {
  const real = await graphPath(file);
  const bytes = externalizeWeights(real, await realpath(path.dirname(file)));
  const graph = readModelGraph(bytes);
  if (!graph) return [];
  const declared = new Map<string, Declared>();
  const consumers = new Map<string, Consumer[]>();
  collect(bytes, graph, declared, consumers);
  const rounded = new Set([...declared.values()].filter(isRounded).map(({ name }) => name.replace(FORM, '')));
  const named = new Map<string, GraphTensor>();
  for (const tensor of declared.values()) {
    const uses = consumers.get(tensor.name) ?? [];
    // Scales that are multiplied or gathered by themselves are told by the name of what they belong to.
    const isScale = rounded.has(SCALE_NAME.exec(tensor.name)?.[1] ?? '');
    const count = isScale ? null : parameters(bytes, tensor, uses);
    if (count === null) continue;
    const [type, size] = TYPES[tensor.type] ?? ['', 0];
    const name = ownName(tensor.name, uses, side);
    // Two without names of their own may be read in one scope.
    const key = named.has(name) ? `${name}#${named.size}` : name;
    const elements = tensor.shape.reduce((product, one) => product * one, 1);
    named.set(key, { name: key, shape: logicalShape(tensor.shape, count), count, type, length: elements * size });
  }
  return [...named.values()];
}

const isRounded = ({ type }: Declared): boolean => ROUNDED.has(TYPES[type]?.[0] ?? '');

function collect(
  bytes: Uint8Array,
  graph: Graph,
  declared: Map<string, Declared>,
  consumers: Map<string, Consumer[]>,
): void {
  for (const [name, place] of readDeclarations(bytes, graph).weights)
    declared.set(name, declaredTensor(bytes, name, place));
  for (const node of graph.nodes) {
    for (const [input, name] of node.inputs.entries()) {
      const known = consumers.get(name);
      if (known) known.push({ node, input });
      else consumers.set(name, [{ node, input }]);
    }
    // Exporters keep equal weights once: the others are named by what passes them on.
    const [from = '', to = ''] = [node.inputs[0], node.outputs[0]];
    const original = node.op === 'Identity' ? declared.get(from) : undefined;
    if (original && /\.(?:weight|bias)$/.test(to)) declared.set(to, { ...original, name: to });
    for (const branch of node.branches) collect(bytes, branch.graph, declared, consumers);
  }
}

function declaredTensor(bytes: Uint8Array, name: string, place: ByteRange): Declared {
  const pbf = new PbfReader(bytes);
  const shape: number[] = [];
  let type = 0;
  readFields(pbf, place, (number) => {
    if (number === 1) pbf.readPackedVarint(shape, true);
    else if (number === 2) type = pbf.readVarint();
  });
  return { name, shape, type };
}

/** How many parameters a tensor holds; null for what is none. */
function parameters(bytes: Uint8Array, { name, shape, type }: Declared, uses: readonly Consumer[]): number | null {
  const kind = TYPES[type]?.[0] ?? '';
  const elements = shape.reduce((product, size) => product * size, 1);
  const isOf = (inputs: typeof SCALES) => uses.some(({ node, input }) => inputs[node.op]?.includes(input) === true);
  const isNumber = elements <= 1 && !/\.(?:weight|bias)$/.test(name);
  if (isNumber || elements < 1 || shape.length > 3 || isOf(SCALES) || isOf(COMPUTED)) return null;
  const packed = uses.find(({ node, input }) => node.op === 'MatMulNBits' && input === 1)?.node;
  const blocks = uses.find(({ node, input }) => node.op === 'MatMulBnb4' && input === 1)?.node;
  const matrix = packed ?? blocks;
  if (matrix) {
    const [inner = 0, outer = 0] = ['K', 'N'].map((size) => intsAttribute(bytes, matrix, size)[0]);
    return inner * outer;
  }
  const gathered = uses.find(({ node, input }) => node.op === 'GatherBlockQuantized' && input === 0)?.node;
  if (gathered && kind === 'UINT8') return elements * (8 / (intsAttribute(bytes, gathered, 'bits')[0] ?? 4));
  // A bias that is rounded has 32 bit.
  const isRoundedBias =
    kind === 'INT32' && uses.some(({ node, input }) => node.op === 'DequantizeLinear' && input === 0);
  return REAL.has(kind) || ROUNDED.has(kind) || isRoundedBias ? elements : null;
}

/** The sizes of a matrix whose numbers are in blocks or packed: [rows, columns]. */
function logicalShape(shape: readonly number[], count: number): readonly number[] {
  const [rows = 1] = shape;
  const elements = shape.reduce((product, size) => product * size, 1);
  return shape.length === 3 || elements !== count ? [rows, count / rows] : shape;
}

/** A weight's name without what its form adds; one that has none is called by the scope of the node that reads it. */
function ownName(name: string, uses: readonly Consumer[], side: 'encoder' | 'decoder' | null): string {
  const plain = name.replace(FORM, '').replace(/^\//, '');
  const isNamed = /^[A-Za-z_][\w.]*\.(?:weight|bias|\w+)$/.test(plain) && !plain.startsWith('onnx::');
  const own = baseName(isNamed ? plain : (scopeOf(uses) ?? plain));
  if (side === null || isWordTable(own) || /^(?:encoder|decoder|lm_head)\./.test(own)) return own;
  return `${side}.${own}`;
}

/** `/decoder/block.0/layer.0/SelfAttention/q/MatMul_output_0` is read in `decoder.block.0.layer.0.SelfAttention.q`. */
function scopeOf(uses: readonly Consumer[]): string | null {
  const outputs = uses.flatMap(({ node }) => node.outputs);
  // Rounded products have more behind the name.
  if (outputs.some((output) => /^logits(?:_|$)/.test(output))) return 'lm_head.weight';
  const output = outputs.find((one) => one.startsWith('/'));
  return output === undefined ? null : `${output.split('/').slice(1, -1).join('.')}.weight`;
}
