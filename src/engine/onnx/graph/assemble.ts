import path from 'node:path';
import { PbfReader } from 'pbf';
import type { Declarations } from './details.js';
import { contentsOf, fields, skipContent, type ByteSpan } from './read.js';
import { message, openValue, type NodePart } from './write.js';

/** What a new graph is made of. Of the nodes and weights only what leads to the outputs is taken. */
export interface Ingredients {
  /** the file that the weights stay in */
  bytes: Uint8Array;
  file: string;
  /** later ones win where two give the same tensor */
  nodes: readonly NodePart[];
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
 * A model of other nodes whose weights stay in the file they are in: it points to them as external data. So it is small,
 * and the weights are not copied on the way.
 * @returns null when a tensor comes from nowhere
 */
export function assemble({
  bytes,
  file,
  nodes,
  declared,
  newInputs,
  outputs,
  inner = {},
}: Ingredients): Uint8Array | null {
  const producers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const weights = new Map(declared.flatMap((one) => [...one.weights]));
  const inputs = new Map(declared.flatMap((one) => [...one.inputs]));
  const { ordered, leaves } = leadingTo(Object.keys(outputs), producers);
  if ([...leaves].some((name) => !weights.has(name) && !inputs.has(name) && !(name in newInputs))) return null;

  const graph = message((pbf) => {
    for (const { content } of ordered) pbf.writeBytesField(1, content);
    pbf.writeStringField(2, 'glassbox');
    for (const name of leaves) {
      const weight = weights.get(name);
      const input = inputs.get(name);
      if (weight) pbf.writeBytesField(5, placedWeight(bytes, weight, path.basename(file)));
      else if (input) pbf.writeBytesField(11, bytes.subarray(input.start, input.end));
      else pbf.writeBytesField(11, openValue(name, newInputs[name]!));
    }
    for (const [name, type] of Object.entries(inner)) pbf.writeBytesField(13, openValue(name, type));
    for (const [name, type] of Object.entries(outputs)) {
      const output = declared[0]?.outputs.get(name);
      pbf.writeBytesField(12, output ? bytes.subarray(output.start, output.end) : openValue(name, type));
    }
  });
  return Buffer.concat([...withoutGraph(bytes), message((pbf) => pbf.writeBytesField(7, graph))]);
}

/** The nodes that these tensors need, each behind those it needs, and the tensors that no node gives. */
function leadingTo(outputs: readonly string[], producers: ReadonlyMap<string, NodePart>) {
  const taken = new Set<NodePart>();
  const ordered = new Set<NodePart>();
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
function placedWeight(bytes: Uint8Array, weight: ByteSpan, location: string): Uint8Array {
  const pbf = new PbfReader(bytes);
  const [data] = contentsOf(pbf, weight, 9);
  if (!data || data.end - data.start < INLINE_BYTES) return bytes.subarray(weight.start, weight.end);
  const place = { location, offset: `${data.start}`, length: `${data.end - data.start}` };
  const described = message((tensor) => {
    fields(pbf, weight, (number) => {
      if (number === 1) tensor.writePackedVarint(1, pbf.readPackedVarint());
      else if (number === 2) tensor.writeVarintField(2, pbf.readVarint());
      else if (number === 8) tensor.writeStringField(8, pbf.readString());
    });
    for (const [key, value] of Object.entries(place)) {
      const entry = message((one) => {
        one.writeStringField(1, key);
        one.writeStringField(2, value);
      });
      tensor.writeBytesField(13, entry);
    }
    tensor.writeVarintField(14, 1);
  });
  return described;
}

/** The fields of a ModelProto but its graph, and the operators of onnxruntime among those it imports. */
function withoutGraph(bytes: Uint8Array): Uint8Array[] {
  const pbf = new PbfReader(bytes);
  const parts: Uint8Array[] = [];
  let imported = false;
  fields(pbf, { start: 0, end: bytes.length }, (number) => {
    if (number === 1) {
      const version = pbf.readVarint();
      parts.push(message((model) => model.writeVarintField(1, version)));
    } else if (number === 8) {
      const span = skipContent(pbf);
      const content = bytes.subarray(span.start, span.end);
      imported ||= Buffer.from(content).includes(MICROSOFT);
      parts.push(message((model) => model.writeBytesField(8, content)));
    }
  });
  if (!imported) {
    const operators = message((one) => {
      one.writeStringField(1, MICROSOFT);
      one.writeVarintField(2, 1);
    });
    parts.push(message((model) => model.writeBytesField(8, operators)));
  }
  return parts;
}
