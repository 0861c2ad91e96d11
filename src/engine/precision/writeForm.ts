import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { throwIfCancelled, type WeightBits } from '../../protocol/engine/index.js';
import { MICROSOFT } from '../onnx/build/graphBuilder.js';
import { readDeclarations } from '../onnx/protobuf/details.js';
import { readModelGraph, type ByteRange, type GraphNode } from '../onnx/protobuf/read.js';
import { readTensor } from '../onnx/protobuf/readTensor.js';
import {
  copyNode,
  encodeExternalTensor,
  encodeMessage,
  encodeNode,
  FLOAT,
  UINT8,
  type EncodedNode,
} from '../onnx/protobuf/write.js';
import { writeWhole } from '../wholeBytes.js';
import { nodesLeadingTo, withoutGraph } from '../onnx/rewrite/assemble.js';
import { BLOCK_4, rowsToNibbles } from './blocks4.js';
import { blockSize, rowsToBlocks } from './blocks8.js';
import { placeOf, type MatrixUse, type StoredMatrix } from './graphMatrices.js';
import { MatrixReader } from './matrixFile.js';

/** Weights' file in a form's folder. */
const FILE = 'weights.bin';
/** Products are made in whole numbers, as they are served: onnxruntime's level 4 of MatMulNBits. */
const ACCURACY = 4;

/** A graph whose matrices are in another form, with the weights beside it. */
export interface WrittenForm {
  graph: { bytes: Uint8Array; folder: string };
  /** of all its weights, on the disk */
  bytes: number;
}

/** A matrix in the file: names of its tensors, and how wide its blocks are. */
interface Written {
  matrix: StoredMatrix;
  /** of a block that shares a scale; 0 for numbers in 32 bit */
  size: number;
  codes: { offset: number; length: number };
  scales: { offset: number; length: number } | null;
}

/** How wide the blocks of a form are; null where rows do not divide, so that the matrix stays in 32 bit. */
export function blockOf(bits: WeightBits, columns: number): number | null {
  if (bits === 8) return blockSize(columns);
  return bits === 4 && columns % BLOCK_4 === 0 ? BLOCK_4 : null;
}

/**
 * Writes a graph's weights into a folder again, its matrices and tables of words in so many bits, and makes the graph that
 * reads them. What is neither stays as it is stored. A matrix that serves twice is written once.
 * @param source the graph, and the folder that its weights lie in
 * @param turn gives way to more urgent work between matrices
 * @throws GlassboxError `cancelled`; errors of the system
 */
export async function writeForm(
  source: { bytes: Uint8Array; folder: string },
  uses: readonly MatrixUse[],
  bits: WeightBits,
  folder: string,
  turn: () => Promise<void>,
  signal?: AbortSignal,
): Promise<WrittenForm> {
  const reader = new MatrixReader(source.bytes, source.folder);
  const file = await open(path.join(folder, FILE), 'wx');
  try {
    const writer = new FormWriter(source.bytes, reader, file, bits, async () => {
      await turn();
      throwIfCancelled(signal);
    });
    const graph = await writer.write(uses);
    return { graph: { bytes: graph, folder }, bytes: writer.length + writer.inline };
  } finally {
    await file.close();
    await reader.close();
  }
}

class FormWriter {
  /** of the file */
  length = 0;
  /** bytes of small weights, which stand in the graph */
  inline = 0;
  readonly #written = new Map<string, Written>();
  readonly #tensors: Uint8Array[] = [];
  readonly #declared = new Set<string>();

  constructor(
    private readonly bytes: Uint8Array,
    private readonly reader: MatrixReader,
    private readonly file: FileHandle,
    private readonly bits: WeightBits,
    private readonly turn: () => Promise<void>,
  ) {}

  async write(uses: readonly MatrixUse[]): Promise<Uint8Array> {
    const graph = readModelGraph(this.bytes);
    const nodes: EncodedNode[] = (graph?.nodes ?? []).map((node: GraphNode) => copyNode(this.bytes, node));
    for (const use of uses) nodes.push(...(await this.#nodes(use)));
    const { inputs, outputs, weights } = readDeclarations(this.bytes, graph!);
    // Of two nodes that give the same tensor the later one counts.
    const producers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
    const { ordered, leaves } = nodesLeadingTo([...outputs.keys()], producers);
    for (const name of leaves) {
      const weight = weights.get(name);
      if (weight && !inputs.has(name)) this.#tensors.push(await this.#asStored(name, weight));
    }
    const range = ({ start, end }: ByteRange) => this.bytes.subarray(start, end);
    const content = encodeMessage((pbf) => {
      for (const { content } of ordered) pbf.writeBytesField(1, content);
      pbf.writeStringField(2, 'glassbox');
      for (const tensor of this.#tensors) pbf.writeBytesField(5, tensor);
      for (const input of inputs.values()) pbf.writeBytesField(11, range(input));
      for (const output of outputs.values()) pbf.writeBytesField(12, range(output));
    });
    return Buffer.concat([...withoutGraph(this.bytes), encodeMessage((pbf) => pbf.writeBytesField(7, content))]);
  }

  /** A weight that is no matrix of ours: small ones stand in the graph, others are copied. */
  async #asStored(name: string, place: ByteRange): Promise<Uint8Array> {
    const tensor = readTensor(this.bytes, place);
    const content = this.bytes.subarray(place.start, place.end);
    if (tensor.external.size === 0) {
      this.inline += content.length;
      return content;
    }
    const { offset, length } = await this.#append(await this.reader.stored(tensor));
    return encodeExternalTensor(name, tensor.type, tensor.shape, { location: FILE, offset, length });
  }

  async #nodes({ matrix, kind, input, output, bias }: MatrixUse): Promise<EncodedNode[]> {
    const written = await this.#matrix(matrix);
    const { rows, columns } = matrix;
    const { size } = written;
    if (kind === 'table') return [this.#tableNode(written, input, output)];
    const product = bias === null ? output : `glassbox.product.${output}`;
    const sizes = { K: columns, N: rows, bits: this.bits, block_size: size, accuracy_level: ACCURACY };
    const node =
      size === 0
        ? encodeNode('FusedMatMul', [input, this.#numbers(written)], [product], { transB: 1 }, MICROSOFT)
        : encodeNode('MatMulNBits', [input, ...this.#blocks(written, 'product')], [product], sizes, MICROSOFT);
    return bias === null ? [node] : [node, encodeNode('Add', [product, bias], [output])];
  }

  #tableNode(written: Written, ids: string, output: string): EncodedNode {
    const { size } = written;
    if (size === 0) return encodeNode('Gather', [this.#numbers(written), ids], [output]);
    const [codes, scales] = this.#blocks(written, 'table');
    const how = { bits: this.bits, block_size: size, gather_axis: 0, quantize_axis: 1 };
    return encodeNode('GatherBlockQuantized', [codes, ids, scales], [output], how, MICROSOFT);
  }

  /** Numbers in 32 bit as a tensor [rows, columns]. */
  #numbers({ matrix: { rows, columns }, codes }: Written): string {
    return this.#tensor(`glassbox.numbers.${codes.offset}`, FLOAT, [rows, columns], codes);
  }

  /** Codes and scales: of a product the blocks are an axis of their own, of a table they are not. */
  #blocks({ matrix: { rows, columns }, size, codes, scales }: Written, kind: MatrixUse['kind']): [string, string] {
    const [blocks, bytes] = [columns / size, (columns * this.bits) / 8];
    const shape = kind === 'product' ? [rows, blocks, bytes / blocks] : [rows, bytes];
    return [
      this.#tensor(`glassbox.codes.${kind}.${codes.offset}`, UINT8, shape, codes),
      this.#tensor(`glassbox.scales.${codes.offset}`, FLOAT, [rows, blocks], scales!),
    ];
  }

  #tensor(name: string, type: number, shape: number[], place: { offset: number; length: number }): string {
    if (!this.#declared.has(name)) {
      this.#declared.add(name);
      this.#tensors.push(encodeExternalTensor(name, type, shape, { location: FILE, ...place }));
    }
    return name;
  }

  /** Writes a matrix once, whatever reads it. */
  async #matrix(matrix: StoredMatrix): Promise<Written> {
    const key = `${placeOf(matrix.values)} ${matrix.isTurned}`;
    const known = this.#written.get(key);
    if (known) return known;
    await this.turn();
    const written = await (this.bits === 8 && matrix.scales ? this.#same(matrix) : this.#rounded(matrix));
    this.#written.set(key, written);
    return written;
  }

  /** What is stored in 8 bit keeps its codes. */
  async #same(matrix: StoredMatrix): Promise<Written> {
    const codes = await this.#append(await this.reader.stored(matrix.values));
    const scales = await this.#append(await this.reader.stored(matrix.scales!));
    return { matrix, size: (4 * codes.length) / scales.length, codes, scales };
  }

  async #rounded(matrix: StoredMatrix): Promise<Written> {
    const values = await this.reader.floats(matrix);
    const size = blockOf(this.bits, matrix.columns);
    if (size === null) return { matrix, size: 0, codes: await this.#append(bytesOf(values)), scales: null };
    const made = this.bits === 8 ? rowsToBlocks(values, size) : rowsToNibbles(values, size);
    const codes = await this.#append(made.codes);
    return { matrix, size, codes, scales: await this.#append(bytesOf(made.scales)) };
  }

  async #append(bytes: Uint8Array): Promise<{ offset: number; length: number }> {
    const place = { offset: this.length, length: bytes.length };
    await writeWhole(this.file, bytes, place.offset);
    // Numbers of four bytes lie at multiples of four.
    this.length += bytes.length + (-bytes.length & 3);
    return place;
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
