import path from 'node:path';
import { PbfReader } from 'pbf';
import type { Declarations } from '../protobuf/details.js';
import { fieldContents, readFields, skipContent, type ByteRange } from '../protobuf/read.js';
import { encodeEntry, encodeMessage, encodeValueInfo, type EncodedNode, writeText } from '../protobuf/write.js';

/** What a new graph is made of. Of the nodes and weights only what leads to the outputs is taken. */
export interface ModelParts {
  /** the file that the weights stay in */
  bytes: Uint8Array;
  file: string;
  /** later ones win where two give the same tensor */
  nodes: readonly EncodedNode[];
  /** of the whole graph, then of a branch */
  declared: readonly Declarations[];
  /** inputs that the file does not declare: name and element type */
  newInputs: Readonly<Record<string, number>>;
  /** output names and element types */
  outputs: Readonly<Record<string, number>>;
  /** element types of inner tensors that onnxruntime cannot tell from the operators */
  inner?: Readonly<Record<string, number>>;
}

/** Weights below this many bytes are copied into the new graph, where onnxruntime can fold them. */
const INLINE_BYTES = 4096;
const MICROSOFT = 'com.microsoft';

/**
 * Assembles a model of other nodes whose weights stay in the file they are in: it points to them as external data. So it is small,
 * and the weights are not copied on the way.
 * @returns null when a tensor comes from nowhere
 */
export function assembleModel({
  bytes,
  file,
  nodes,
  declared,
  newInputs,
  outputs,
  inner = {},
}: ModelParts): Uint8Array | null {
  const producers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const weights = new Map(declared.flatMap((one) => [...one.weights]));
  const inputs = new Map(declared.flatMap((one) => [...one.inputs]));
  const { ordered, leaves } = nodesLeadingTo(Object.keys(outputs), producers);
  if ([...leaves].some((name) => !weights.has(name) && !inputs.has(name) && !(name in newInputs))) return null;

  const graph = encodeMessage((pbf) => {
    for (const { content } of ordered) pbf.writeBytesField(1, content);
    pbf.writeStringField(2, 'glassbox');
    for (const name of leaves) {
      const weight = weights.get(name);
      const input = inputs.get(name);
      if (weight) pbf.writeBytesField(5, externalWeight(bytes, weight, path.basename(file)));
      else if (input) pbf.writeBytesField(11, bytes.subarray(input.start, input.end));
      else pbf.writeBytesField(11, encodeValueInfo(name, newInputs[name]!));
    }
    for (const [name, type] of Object.entries(inner)) pbf.writeBytesField(13, encodeValueInfo(name, type));
    for (const [name, type] of Object.entries(outputs)) {
      const output = declared[0]?.outputs.get(name);
      pbf.writeBytesField(12, output ? bytes.subarray(output.start, output.end) : encodeValueInfo(name, type));
    }
  });
  return Buffer.concat([...withoutGraph(bytes), encodeMessage((pbf) => pbf.writeBytesField(7, graph))]);
}

/** The nodes that these tensors need, each behind those it needs, and the tensors that no node gives. */
export function nodesLeadingTo(outputs: readonly string[], producers: ReadonlyMap<string, EncodedNode>) {
  const taken = new Set<EncodedNode>();
  const ordered = new Set<EncodedNode>();
  const leaves = new Set<string>();
  // A list of work instead of recursion: a graph is thousands of nodes deep.
  const work = [...outputs];
  while (work.length > 0) {
    const name = work.at(-1)!;
    const node = producers.get(name);
    if (!node && name !== '') leaves.add(name);
    if (!node || taken.has(node)) {
      work.pop();
      if (node) ordered.add(node);
    } else {
      taken.add(node);
      work.push(...node.inputs);
    }
  }
  return { ordered, leaves };
}

/** A TensorProto whose data stay where they are in the file; small ones and those kept elsewhere as they are. */
function externalWeight(bytes: Uint8Array, weight: ByteRange, location: string): Uint8Array {
  const pbf = new PbfReader(bytes);
  const [data] = fieldContents(pbf, weight, 9);
  if (!data || data.end - data.start < INLINE_BYTES) return bytes.subarray(weight.start, weight.end);
  const place = { location, offset: `${data.start}`, length: `${data.end - data.start}` };
  const described = encodeMessage((tensor) => {
    readFields(pbf, weight, (number) => {
      if (number === 1) tensor.writePackedVarint(1, pbf.readPackedVarint());
      else if (number === 2) tensor.writeVarintField(2, pbf.readVarint());
      else if (number === 8) writeText(tensor, 8, pbf.readString());
    });
    for (const [key, value] of Object.entries(place)) tensor.writeBytesField(13, encodeEntry(key, value));
    tensor.writeVarintField(14, 1);
  });
  return described;
}

/** The fields of a ModelProto but its graph, and the operators of onnxruntime among those it imports. */
export function withoutGraph(bytes: Uint8Array): Uint8Array[] {
  const pbf = new PbfReader(bytes);
  const parts: Uint8Array[] = [];
  let imported = false;
  readFields(pbf, { start: 0, end: bytes.length }, (number) => {
    if (number === 1) {
      const version = pbf.readVarint();
      parts.push(encodeMessage((model) => model.writeVarintField(1, version)));
    } else if (number === 8) {
      const span = skipContent(pbf);
      const content = bytes.subarray(span.start, span.end);
      imported ||= Buffer.from(content).includes(MICROSOFT);
      parts.push(encodeMessage((model) => model.writeBytesField(8, content)));
    }
  });
  if (!imported) {
    const operators = encodeMessage((one) => {
      one.writeStringField(1, MICROSOFT);
      one.writeVarintField(2, 1);
    });
    parts.push(encodeMessage((model) => model.writeBytesField(8, operators)));
  }
  return parts;
}
