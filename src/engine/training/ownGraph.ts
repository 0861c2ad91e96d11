import type { TrainingNode } from '../../training/graph.js';
import { elementTypeOf, readDeclarations, readDetails } from '../onnx/protobuf/details.js';
import { readModelGraph } from '../onnx/protobuf/read.js';
import {
  encodeMessage,
  encodeName,
  encodeNode,
  encodeValueInfo,
  FLOAT,
  writeText,
  type OpenShape,
} from '../onnx/protobuf/write.js';

/** What a graph is given: its element type, and its sizes where they are fixed. */
export interface GraphInput {
  type: number;
  shape: OpenShape;
}

/** A graph that one of our families wrote, as a list of nodes. */
export interface OwnGraph {
  nodes: TrainingNode[];
  /** element types by name */
  inputs: ReadonlyMap<string, number>;
}

/** onnx.proto's version and opset, as the families' graphs have them. */
const IR_VERSION = 8;
const OPERATORS = [
  ['', 17],
  ['com.microsoft', 1],
] as const;

/** Reads a graph that a family wrote. */
export function readOwnGraph(bytes: Uint8Array): OwnGraph {
  const graph = readModelGraph(bytes);
  if (!graph) throw new Error('There is no graph in these bytes.');
  const nodes = graph.nodes.map((node) => {
    const { op, inputs, outputs } = node;
    return { op, inputs, outputs, ...readDetails(bytes, node) };
  });
  const { inputs } = readDeclarations(bytes, graph);
  const types = [...inputs].map(([name, place]) => [name, elementTypeOf(bytes, place) ?? FLOAT] as const);
  return { nodes, inputs: new Map(types) };
}

/** Writes a graph as an ONNX file. @param outputs names of tensors, whose types and sizes onnxruntime finds */
export function writeOwnGraph(
  nodes: readonly TrainingNode[],
  inputs: ReadonlyMap<string, GraphInput>,
  outputs: readonly string[],
): Uint8Array {
  const graph = encodeMessage((pbf) => {
    for (const { op, inputs: read, outputs: given, attributes, domain } of nodes) {
      pbf.writeBytesField(1, encodeNode(op, read, given, attributes, domain).content);
    }
    pbf.writeStringField(2, 'glassbox');
    for (const [name, { type, shape }] of inputs) pbf.writeBytesField(11, encodeValueInfo(name, type, shape));
    for (const name of outputs) pbf.writeBytesField(12, encodeName(name));
  });
  return encodeMessage((pbf) => {
    pbf.writeVarintField(1, IR_VERSION);
    pbf.writeBytesField(7, graph);
    for (const [domain, version] of OPERATORS) {
      const operators = encodeMessage((one) => {
        writeText(one, 1, domain);
        one.writeVarintField(2, version);
      });
      pbf.writeBytesField(8, operators);
    }
  });
}
