import type { FloatType, StoredTensor } from '../../checkpoint/safetensors.js';
import {
  BFLOAT16,
  constantNode,
  encodeExternalTensor,
  encodeMessage,
  encodeNode,
  encodeValueInfo,
  FLOAT,
  FLOAT16,
  UINT8,
  type OpenShape,
} from '../protobuf/write.js';

const ELEMENT_TYPES: Readonly<Record<FloatType | 'U8', number>> = {
  F32: FLOAT,
  F16: FLOAT16,
  BF16: BFLOAT16,
  U8: UINT8,
};

/** onnx.proto's version with external data and the opset in which LayerNormalization is one node. */
const IR_VERSION = 8;
const OPSET = 17;
/** Operators of onnxruntime's own. */
export const MICROSOFT = 'com.microsoft';

type Attributes = Parameters<typeof encodeNode>[3];

/** A matrix [rows, blocks · size] in 8 bit: codes [rows, blocks, size], scales [rows, blocks]; (code − 128) · scale. */
export interface BlockMatrix {
  codes: StoredTensor;
  scales: StoredTensor;
}
const BLOCK_ZERO = 128;

/** Writes an ONNX graph, node by node; tensors go by their names. Weights stay in the file that they are in. */
export class GraphBuilder {
  readonly #nodes: Uint8Array[] = [];
  readonly #inputs: Uint8Array[] = [];
  readonly #outputs: Uint8Array[] = [];
  readonly #weights: Uint8Array[] = [];
  /** what is made once: weights, constants */
  readonly #made = new Map<string, string>();
  #count = 0;

  input(name: string, elementType: number, shape: OpenShape): string {
    this.#inputs.push(encodeValueInfo(name, elementType, shape));
    return name;
  }

  /** Gives a tensor out under a name of its own. */
  output(name: string, tensor: string, elementType: number, shape: OpenShape): void {
    this.#outputs.push(encodeValueInfo(name, elementType, shape));
    this.#nodes.push(encodeNode('Identity', [tensor], [name]).content);
  }

  /** A node with one output. @returns its name */
  node(op: string, inputs: readonly string[], attributes: Attributes = {}, domain = ''): string {
    return this.nodes(op, inputs, 1, attributes, domain)[0]!;
  }

  /** A node with several outputs. */
  nodes(op: string, inputs: readonly string[], count: number, attributes: Attributes = {}, domain = ''): string[] {
    const at = this.#count++;
    const outputs = Array.from({ length: count }, (_, index) => (count === 1 ? `${op}.${at}` : `${op}.${at}.${index}`));
    this.#nodes.push(encodeNode(op, inputs, outputs, attributes, domain).content);
    return outputs;
  }

  /** A list of whole numbers. */
  ints(...values: number[]): string {
    return this.#once(`ints.${values.join('.')}`, (name) => this.#nodes.push(constantNode(name, values).content));
  }

  /** A whole number by itself, without an axis. */
  whole(value: number): string {
    const make = (name: string) => this.#nodes.push(encodeNode('Constant', [], [name], { value_int: value }).content);
    return this.#once(`whole.${value}`, make);
  }

  /** A number by itself. */
  real(value: number): string {
    const make = (name: string) =>
      this.#nodes.push(encodeNode('Constant', [], [name], { value_float: { real: value } }).content);
    return this.#once(`real.${value}`, make);
  }

  /** A list of numbers. @param name that tells it from other lists */
  reals(name: string, values: readonly number[]): string {
    const make = (as: string) =>
      this.#nodes.push(encodeNode('Constant', [], [as], { value_floats: { reals: values } }).content);
    return this.#once(`reals.${name}`, make);
  }

  /** A weight in 32 bit: half-precision ones are cast. */
  weight(tensor: StoredTensor & { type: FloatType }): string {
    const stored = this.#stored(tensor, `weight.${tensor.name}`);
    if (tensor.type === 'F32') return stored;
    const cast = (as: string) => this.#nodes.push(encodeNode('Cast', [stored], [as], { to: FLOAT }).content);
    return this.#once(`weight32.${tensor.name}`, cast);
  }

  /**
   * Rows of a table in 32 bit. The table is pointed to by a name of its own: where it is also the output's matrix,
   * onnxruntime packs that one and lets it go, and of this one only the rows that are read come into memory.
   */
  rows(table: StoredTensor & { type: FloatType }, ids: string): string {
    const found = this.node('Gather', [this.#stored(table, `table.${table.name}`), ids]);
    return table.type === 'F32' ? found : this.node('Cast', [found], { to: FLOAT });
  }

  /** x·Wᵀ by a matrix of 8 bit in blocks (onnxruntime's MatMulNBits, level 4: products in whole numbers). */
  timesBlocks(input: string, { codes, scales }: BlockMatrix): string {
    const [rows = 0, blocks = 0, size = 0] = codes.shape;
    const sizes = { K: blocks * size, N: rows, bits: 8, block_size: size, accuracy_level: 4 };
    return this.node('MatMulNBits', [input, ...this.#blocks(codes, scales)], sizes, MICROSOFT);
  }

  /** Rows of such a matrix in 32 bit. @param ids [rows, tokens] */
  blockRows({ codes, scales }: BlockMatrix, ids: string): string {
    const [, blocks = 0, size = 0] = codes.shape;
    const [values, factors] = this.#blocks(codes, scales).map((name) => this.node('Gather', [name, ids])) as [
      string,
      string,
    ];
    const centred = this.node('Sub', [this.node('Cast', [values], { to: FLOAT }), this.real(BLOCK_ZERO)]);
    const scaled = this.node('Mul', [centred, this.node('Unsqueeze', [factors, this.ints(-1)])]);
    return this.node('Reshape', [scaled, this.ints(0, 0, blocks * size)]);
  }

  #blocks(codes: StoredTensor, scales: StoredTensor): [string, string] {
    return [
      this.#stored({ ...codes, type: 'U8' }, `weight.${codes.name}`),
      this.#stored({ ...scales, type: 'F32' }, `weight.${scales.name}`),
    ];
  }

  #stored({ file, type, shape, offset, length }: StoredTensor & { type: FloatType | 'U8' }, name: string): string {
    return this.#once(name, (as) =>
      this.#weights.push(encodeExternalTensor(as, ELEMENT_TYPES[type], shape, { location: file, offset, length })),
    );
  }

  /** The graph as an ONNX file. */
  bytes(): Uint8Array {
    const graph = encodeMessage((pbf) => {
      for (const node of this.#nodes) pbf.writeBytesField(1, node);
      pbf.writeStringField(2, 'glassbox');
      for (const weight of this.#weights) pbf.writeBytesField(5, weight);
      for (const input of this.#inputs) pbf.writeBytesField(11, input);
      for (const output of this.#outputs) pbf.writeBytesField(12, output);
    });
    return encodeMessage((pbf) => {
      pbf.writeVarintField(1, IR_VERSION);
      pbf.writeStringField(2, 'glassbox');
      pbf.writeBytesField(7, graph);
      for (const [domain, version] of [
        ['', OPSET],
        [MICROSOFT, 1],
      ] as const) {
        const operators = encodeMessage((one) => {
          one.writeStringField(1, domain);
          one.writeVarintField(2, version);
        });
        pbf.writeBytesField(8, operators);
      }
    });
  }

  #once(name: string, make: (name: string) => void): string {
    if (!this.#made.has(name)) {
      this.#made.set(name, name);
      make(name);
    }
    return name;
  }
}
