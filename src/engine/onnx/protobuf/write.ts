import { PbfReader, PbfWriter } from 'pbf';
import { readFields, skipContent, type GraphNode } from './read.js';

export function encodeMessage(write: (pbf: PbfWriter) => void): Uint8Array {
  const pbf = new PbfWriter();
  write(pbf);
  return pbf.finish();
}

/** A field of text. pbf's own writer has characters from U+20000 on wrong: it loses a bit of theirs. */
export const writeText = (pbf: PbfWriter, field: number, text: string): void =>
  pbf.writeBytesField(field, Buffer.from(text));

/** Element types of a TensorProto. */
export const FLOAT = 1;
export const UINT8 = 2;
export const INT8 = 3;
export const INT64 = 7;
export const FLOAT16 = 10;
export const BFLOAT16 = 16;

/** The sizes of a tensor: numbers, and names of those that are known in a run only. */
export type OpenShape = readonly (number | string)[];

/** A ValueInfoProto of a name alone: onnxruntime finds type and shape itself. */
export const encodeName = (name: string): Uint8Array => encodeMessage((pbf) => writeText(pbf, 1, name));

/** A ValueInfoProto of a tensor; its shape is left open where none is given. */
export function encodeValueInfo(name: string, elementType: number, shape?: OpenShape): Uint8Array {
  const tensor = encodeMessage((pbf) => {
    pbf.writeVarintField(1, elementType);
    if (shape) pbf.writeBytesField(2, encodeShape(shape));
  });
  return encodeMessage((pbf) => {
    writeText(pbf, 1, name);
    pbf.writeBytesField(
      2,
      encodeMessage((type) => type.writeBytesField(1, tensor)),
    );
  });
}

/** A TensorShapeProto. */
function encodeShape(shape: OpenShape): Uint8Array {
  return encodeMessage((pbf) => {
    for (const size of shape) {
      const dimension = encodeMessage((one) => {
        if (typeof size === 'number') one.writeVarintField(1, size);
        else writeText(one, 2, size);
      });
      pbf.writeBytesField(1, dimension);
    }
  });
}

/** A TensorProto whose data lie in a file. @param place of its bytes, from the folder that the graph's weights lie in */
export function encodeExternalTensor(
  name: string,
  elementType: number,
  shape: readonly number[],
  place: { location: string; offset: number; length: number },
): Uint8Array {
  return encodeMessage((pbf) => {
    pbf.writePackedVarint(1, [...shape]);
    pbf.writeVarintField(2, elementType);
    writeText(pbf, 8, name);
    for (const [key, value] of Object.entries(place)) pbf.writeBytesField(13, encodeEntry(key, String(value)));
    pbf.writeVarintField(14, 1);
  });
}

/** A StringStringEntryProto. */
export const encodeEntry = (key: string, value: string): Uint8Array =>
  encodeMessage((pbf) => {
    writeText(pbf, 1, key);
    writeText(pbf, 2, value);
  });

/** A one-dimensional TensorProto of int64. */
function int64Tensor(values: readonly number[]): Uint8Array {
  return encodeMessage((pbf) => {
    pbf.writeVarintField(1, values.length);
    pbf.writeVarintField(2, INT64);
    pbf.writeBytesField(9, new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
  });
}

/** An AttributeProto: a whole number, a real one, a name, lists of numbers, or whole numbers as a tensor. */
function encodeAttribute(
  name: string,
  value:
    | number
    | { real: number }
    | { text: string }
    | { list: readonly number[] }
    | { reals: readonly number[] }
    | readonly number[],
): Uint8Array {
  return encodeMessage((pbf) => {
    writeText(pbf, 1, name);
    if (typeof value === 'number') {
      pbf.writeVarintField(3, value);
      pbf.writeVarintField(20, 2);
    } else if ('list' in value) {
      pbf.writePackedVarint(8, [...value.list]);
      pbf.writeVarintField(20, 7);
    } else if ('reals' in value) {
      pbf.writePackedFloat(7, [...value.reals]);
      pbf.writeVarintField(20, 6);
    } else if ('real' in value) {
      pbf.writeFloatField(2, value.real);
      pbf.writeVarintField(20, 1);
    } else if ('text' in value) {
      writeText(pbf, 4, value.text);
      pbf.writeVarintField(20, 3);
    } else {
      pbf.writeBytesField(5, int64Tensor(value));
      pbf.writeVarintField(20, 4);
    }
  });
}

/** A node of a graph to be written: what it reads and gives, and its NodeProto. */
export interface EncodedNode {
  inputs: readonly string[];
  outputs: readonly string[];
  content: Uint8Array;
}

/** @param inputs an empty name leaves an optional input out */
export function encodeNode(
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Record<string, Parameters<typeof encodeAttribute>[1]> = {},
  domain = '',
): EncodedNode {
  const content = encodeMessage((pbf) => {
    for (const name of inputs) writeText(pbf, 1, name);
    for (const name of outputs) writeText(pbf, 2, name);
    writeText(pbf, 3, `glassbox.${outputs[0]}`);
    writeText(pbf, 4, op);
    for (const [name, value] of Object.entries(attributes)) pbf.writeBytesField(5, encodeAttribute(name, value));
    if (domain !== '') writeText(pbf, 7, domain);
  });
  return { inputs, outputs, content };
}

export const constantNode = (name: string, values: readonly number[]) =>
  encodeNode('Constant', [], [name], { value: values });

/** A node as it is in the file, its inputs under other names where some are given. */
export function copyNode(
  bytes: Uint8Array,
  node: GraphNode,
  renamed: ReadonlyMap<string, string> = new Map(),
): EncodedNode {
  const { outputs } = node;
  const inputs = node.inputs.map((name) => renamed.get(name) ?? name);
  const { start, end } = node.content;
  if (renamed.size === 0) return { inputs, outputs, content: bytes.subarray(start, end) };
  const content = encodeMessage((pbf) => {
    for (const name of inputs) writeText(pbf, 1, name);
    const reader = new PbfReader(bytes);
    // All fields of a NodeProto are length-delimited.
    readFields(reader, node.content, (number) => {
      const span = skipContent(reader);
      if (number !== 1) pbf.writeBytesField(number, bytes.subarray(span.start, span.end));
    });
  });
  return { inputs, outputs, content };
}

/** A node as it is in the file, with other outputs and further attributes. @param outputs an empty name leaves one out */
export function extendNode(
  bytes: Uint8Array,
  node: GraphNode,
  outputs: readonly string[],
  attributes: Record<string, number> = {},
): EncodedNode {
  const content = encodeMessage((pbf) => {
    for (const name of node.inputs) writeText(pbf, 1, name);
    for (const name of outputs) writeText(pbf, 2, name);
    const reader = new PbfReader(bytes);
    readFields(reader, node.content, (number) => {
      const span = skipContent(reader);
      const part = bytes.subarray(span.start, span.end);
      if (number > 2 && !(number === 5 && attributeName(part) in attributes)) pbf.writeBytesField(number, part);
    });
    for (const [name, value] of Object.entries(attributes)) pbf.writeBytesField(5, encodeAttribute(name, value));
  });
  return { inputs: node.inputs, outputs, content };
}

function attributeName(attribute: Uint8Array): string {
  const pbf = new PbfReader(attribute);
  let name = '';
  readFields(pbf, { start: 0, end: attribute.length }, (number) => {
    if (number === 1) name = pbf.readString();
  });
  return name;
}
