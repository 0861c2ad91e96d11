import { PbfReader } from 'pbf';
import { fieldContents, readFields, skipContent, type ByteRange, type Graph, type GraphNode } from './read.js';

/** A graph's inputs, outputs and weights by name, each with its message. Field numbers are those of onnx.proto. */
export interface Declarations {
  inputs: ReadonlyMap<string, ByteRange>;
  outputs: ReadonlyMap<string, ByteRange>;
  weights: ReadonlyMap<string, ByteRange>;
}

function namedFields(pbf: PbfReader, graph: ByteRange, field: number, nameField: number): Map<string, ByteRange> {
  return new Map(
    fieldContents(pbf, graph, field).map((content) => {
      let name = '';
      readFields(pbf, content, (number) => {
        if (number === nameField) name = pbf.readString();
      });
      return [name, content];
    }),
  );
}

export function readDeclarations(bytes: Uint8Array, { content }: Graph): Declarations {
  const pbf = new PbfReader(bytes);
  return {
    inputs: namedFields(pbf, content, 11, 1),
    outputs: namedFields(pbf, content, 12, 1),
    weights: namedFields(pbf, content, 5, 8),
  };
}

/** What a node is called; empty where it has no name. */
export function nodeName(bytes: Uint8Array, node: GraphNode): string {
  const pbf = new PbfReader(bytes);
  let name = '';
  readFields(pbf, node.content, (number) => {
    if (number === 3) name = pbf.readString();
  });
  return name;
}

/** A node's attribute of whole numbers; empty when it has none of this name. */
export function intsAttribute(bytes: Uint8Array, node: GraphNode, wanted: string): number[] {
  const pbf = new PbfReader(bytes);
  for (const attribute of fieldContents(pbf, node.content, 5)) {
    let name = '';
    const values: number[] = [];
    readFields(pbf, attribute, (number) => {
      if (number === 1) name = pbf.readString();
      else if (number === 3) values.push(pbf.readVarint(true));
      else if (number === 8) pbf.readPackedVarint(values, true);
    });
    if (name === wanted) return values;
  }
  return [];
}

/** An attribute as `encodeNode` writes it. */
export type ReadAttribute =
  number | { real: number } | { text: string } | { list: number[] } | { reals: number[] } | number[];

/** AttributeProto's types. */
const [REAL, WHOLE, TEXT, TENSOR, REALS, LIST] = [1, 2, 3, 4, 6, 7];

/** All attributes of a node, and its operator's domain. Of tensors only those of int64 are read. */
export function readDetails(
  bytes: Uint8Array,
  node: GraphNode,
): { domain: string; attributes: Record<string, ReadAttribute> } {
  const pbf = new PbfReader(bytes);
  const attributes: Record<string, ReadAttribute> = {};
  let domain = '';
  readFields(pbf, node.content, (number) => {
    if (number === 7) domain = pbf.readString();
  });
  for (const content of fieldContents(pbf, node.content, 5)) {
    const [list, reals]: [number[], number[]] = [[], []];
    let [name, text, type, real, whole] = ['', '', 0, 0, 0];
    readFields(pbf, content, (number) => {
      if (number === 1) name = pbf.readString();
      else if (number === 2) real = pbf.readFloat();
      else if (number === 3) whole = pbf.readVarint(true);
      else if (number === 4) text = Buffer.from(pbf.readBytes()).toString();
      else if (number === 7) pbf.readPackedFloat(reals);
      else if (number === 8) pbf.readPackedVarint(list, true);
      else if (number === 20) type = pbf.readVarint();
    });
    if (type === REAL) attributes[name] = { real };
    else if (type === WHOLE) attributes[name] = whole;
    else if (type === TEXT) attributes[name] = { text };
    else if (type === TENSOR) attributes[name] = constantInts(bytes, node);
    else if (type === REALS) attributes[name] = { reals };
    else if (type === LIST) attributes[name] = { list };
  }
  return { domain, attributes };
}

/** The element type of a tensor that a graph declares, as TensorProto numbers it; null for what is no tensor. */
export function elementTypeOf(bytes: Uint8Array, value: ByteRange): number | null {
  const pbf = new PbfReader(bytes);
  const [type] = fieldContents(pbf, value, 2);
  const [tensor] = type ? fieldContents(pbf, type, 1) : [];
  let element: number | null = null;
  if (tensor) {
    readFields(pbf, tensor, (number) => {
      if (number === 1) element = pbf.readVarint();
    });
  }
  return element;
}

/** How many numbers a TensorProto has. */
export function tensorSize(bytes: Uint8Array, tensor: ByteRange): number {
  const pbf = new PbfReader(bytes);
  const dims: number[] = [];
  readFields(pbf, tensor, (number) => {
    if (number === 1) pbf.readPackedVarint(dims);
  });
  return dims.reduce((product, dim) => product * dim, 1);
}

/** The dimensions of a float tensor that a graph declares, null where one is open; null when it is of another type. */
export function floatShape(bytes: Uint8Array, value: ByteRange): (number | null)[] | null {
  const pbf = new PbfReader(bytes);
  const [type] = fieldContents(pbf, value, 2);
  const [tensor] = type ? fieldContents(pbf, type, 1) : [];
  if (!tensor) return null;
  let float = false;
  let shape: ByteRange | null = null;
  readFields(pbf, tensor, (number) => {
    if (number === 1) float = pbf.readVarint() === 1;
    else if (number === 2) shape = skipContent(pbf);
  });
  if (!float || !shape) return null;
  return fieldContents(pbf, shape, 1).map((dimension) => {
    let size: number | null = null;
    readFields(pbf, dimension, (number) => {
      if (number === 1) size = pbf.readVarint();
    });
    return size;
  });
}

/** The whole numbers that a Constant node gives; empty when it gives others. */
export function constantInts(bytes: Uint8Array, node: GraphNode): number[] {
  const pbf = new PbfReader(bytes);
  const tensors = fieldContents(pbf, node.content, 5).flatMap((attribute) => fieldContents(pbf, attribute, 5));
  const values: number[] = [];
  for (const tensor of tensors) {
    let int64 = false;
    let raw: ByteRange | null = null;
    readFields(pbf, tensor, (number) => {
      if (number === 2) int64 = pbf.readVarint() === 7;
      else if (number === 7) pbf.readPackedVarint(values, true);
      else if (number === 9) raw = skipContent(pbf);
    });
    const { start, end } = raw ?? { start: 0, end: 0 };
    for (let at = start; int64 && at < end; at += 8) {
      values.push(Number(new DataView(bytes.buffer, bytes.byteOffset + at).getBigInt64(0, true)));
    }
  }
  return values;
}
