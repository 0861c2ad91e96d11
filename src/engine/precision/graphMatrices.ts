import { intsAttribute, readDeclarations } from '../onnx/protobuf/details.js';
import { readModelGraph, type ByteRange, type GraphNode } from '../onnx/protobuf/read.js';
import { readTensor, type TensorDescription } from '../onnx/protobuf/readTensor.js';
import { BFLOAT16, FLOAT, FLOAT16, UINT8 } from '../onnx/protobuf/write.js';
import { readDetails } from '../onnx/protobuf/details.js';

/** A matrix of a graph's weights as rows: of a product [out, in], of a table [words, width]. */
export interface StoredMatrix {
  rows: number;
  columns: number;
  /** where its numbers, or their codes, are declared */
  values: TensorDescription;
  /** of blocks of 8 bit, (code − 128) · scale; null for numbers as they are */
  scales: TensorDescription | null;
  /** they are [columns, rows] in the file */
  isTurned: boolean;
}

/** What a graph does with a matrix, and the tensors that it goes by. */
export interface MatrixUse {
  matrix: StoredMatrix;
  kind: 'product' | 'table';
  /** states, or the numbers of words */
  input: string;
  /** what is given for it */
  output: string;
  /** what Gemm adds to the product; null for nothing */
  bias: string | null;
}

/** Names of a graph's nodes and weights. */
class Names {
  readonly producers: ReadonlyMap<string, GraphNode>;
  readonly #consumers = new Map<string, GraphNode[]>();

  constructor(
    readonly bytes: Uint8Array,
    readonly nodes: readonly GraphNode[],
    private readonly weights: ReadonlyMap<string, ByteRange>,
  ) {
    this.producers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
    for (const node of nodes) {
      for (const name of node.inputs) this.#consumers.set(name, [...(this.#consumers.get(name) ?? []), node]);
    }
  }

  /** The weight that a name stands for, seen through what widens half precision. */
  weight(name = ''): TensorDescription | null {
    const place = this.weights.get(name);
    if (place) return readTensor(this.bytes, place);
    const node = this.producers.get(name);
    return node && (node.op === 'Cast' || node.op === 'Identity') ? this.weight(node.inputs[0]) : null;
  }

  /** The only node that reads a tensor; undefined where there are others. */
  onlyReader(name = ''): GraphNode | undefined {
    const readers = this.#consumers.get(name) ?? [];
    return readers.length === 1 ? readers[0] : undefined;
  }

  /** Whether a tensor is the numbers of the words, in whatever shape. */
  isInputIds(name = ''): boolean {
    if (name === 'input_ids') return true;
    const node = this.producers.get(name);
    const keeps = node && ['Reshape', 'Cast', 'Identity', 'Unsqueeze', 'Squeeze'].includes(node.op);
    return keeps ? this.isInputIds(node.inputs[0]) : false;
  }
}

/** Where a tensor's bytes lie: the same for two names of one. */
export const placeOf = ({ raw, external }: TensorDescription): string =>
  raw ? `${raw.start}` : [external.get('location'), external.get('offset')].join(' ');

const FLOATS = [FLOAT, FLOAT16, BFLOAT16];
const isFloats = (tensor: TensorDescription | null): tensor is TensorDescription =>
  tensor !== null && FLOATS.includes(tensor.type);

/**
 * The matrices among a graph's weights: what states are multiplied by, and the tables of words. Known are products in 32 or
 * half precision, blocks of 8 bit without zero points (MatMulNBits), and tables in both forms.
 */
export function graphMatrices(bytes: Uint8Array): MatrixUse[] {
  const graph = readModelGraph(bytes);
  if (!graph) return [];
  const names = new Names(bytes, graph.nodes, readDeclarations(bytes, graph).weights);
  const found = graph.nodes.flatMap(
    (node) => (node.op === 'Gather' ? tableOf(names, node) : productOf(names, node)) ?? [],
  );
  // The scales of a table in blocks are looked up like a table.
  const scales = new Set(found.flatMap(({ matrix }) => (matrix.scales ? [placeOf(matrix.scales)] : [])));
  return found.filter(({ kind, matrix }) => kind === 'product' || !scales.has(placeOf(matrix.values)));
}

function productOf(names: Names, node: GraphNode): MatrixUse | null {
  const [input = '', second, third, fourth = ''] = node.inputs;
  const found = (matrix: StoredMatrix, bias: string | null = null): MatrixUse => ({
    ...{ matrix, kind: 'product', input, output: node.outputs[0] ?? '', bias },
  });
  if (node.op === 'MatMulNBits') {
    const [values, scales] = [names.weight(second), names.weight(third)];
    const [bits] = intsAttribute(names.bytes, node, 'bits');
    const isKnown = bits === 8 && values?.type === UINT8 && scales?.type === FLOAT && fourth === '';
    return isKnown ? found(blocksOf(values, scales)) : null;
  }
  const values = ['MatMul', 'FusedMatMul', 'Gemm'].includes(node.op) ? names.weight(second) : null;
  if (!isFloats(values) || values.shape.length !== 2) return null;
  const { attributes } = readDetails(names.bytes, node);
  const isOne = (name: string) => {
    const value = attributes[name];
    return value === undefined || (typeof value === 'object' && 'real' in value && value.real === 1);
  };
  if (attributes.transA === 1 || !isOne('alpha') || !isOne('beta')) return null;
  const [first = 0, last = 0] = values.shape;
  const isTurned = attributes.transB !== 1;
  const [rows, columns] = isTurned ? [last, first] : [first, last];
  const bias = node.op === 'Gemm' && third !== undefined && third !== '' ? third : null;
  return found({ rows, columns, values, scales: null, isTurned }, bias);
}

function blocksOf(values: TensorDescription, scales: TensorDescription): StoredMatrix {
  const [rows = 0, blocks = 0, size = 0] = values.shape;
  return { rows, columns: blocks * size, values, scales, isTurned: false };
}

function tableOf(names: Names, node: GraphNode): MatrixUse | null {
  const [table, ids = ''] = node.inputs;
  const values = names.weight(table);
  if (!values || !names.isInputIds(ids)) return null;
  const found = (matrix: StoredMatrix, output = ''): MatrixUse => ({
    ...{ matrix, kind: 'table', input: ids, output, bias: null },
  });
  if (isFloats(values) && values.shape.length === 2) {
    const [rows = 0, columns = 0] = values.shape;
    return found({ rows, columns, values, scales: null, isTurned: false }, node.outputs[0]);
  }
  if (values.type !== UINT8 || values.shape.length !== 3) return null;
  // Codes are made numbers, centred, multiplied by their scales and put in a row.
  const cast = names.onlyReader(node.outputs[0]);
  const centred = names.onlyReader(cast?.outputs[0]);
  const scaled = names.onlyReader(centred?.outputs[0]);
  const whole = names.onlyReader(scaled?.outputs[0]);
  if ([cast, centred, scaled, whole].map((one) => one?.op).join() !== 'Cast,Sub,Mul,Reshape') return null;
  let factors = names.producers.get(scaled?.inputs.find((name) => name !== centred?.outputs[0]) ?? '');
  if (factors?.op === 'Unsqueeze') factors = names.producers.get(factors.inputs[0] ?? '');
  const scales = factors?.op === 'Gather' ? names.weight(factors.inputs[0]) : null;
  return scales?.type === FLOAT ? found(blocksOf(values, scales), whole?.outputs[0]) : null;
}
