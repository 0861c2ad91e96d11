import { PbfReader } from 'pbf';

/** Bytes of a file from `start` to `end`, exclusive. */
export interface ByteRange {
  start: number;
  end: number;
}

/** A node of a graph, and where its bytes are in the file. Field numbers are those of onnx.proto. */
export interface GraphNode {
  op: string;
  inputs: string[];
  outputs: string[];
  /** `then_branch` and `else_branch` of an If, with the attribute that holds each */
  branches: { attribute: ByteRange; graph: Graph }[];
  content: ByteRange;
}

export interface Graph {
  nodes: GraphNode[];
  content: ByteRange;
}

/**
 * Calls `read` for each field of a message with its number. What it leaves unread is skipped without a copy.
 * @throws RangeError when the last does not end where the message does, or one has no number
 */
export function readFields(pbf: PbfReader, content: ByteRange, read: (number: number) => void): void {
  pbf.pos = content.start;
  pbf.readFields((number) => read(number), undefined, content.end);
  if (pbf.pos !== content.end) throw new RangeError(`A part at byte ${content.start} of the graph is no protobuf.`);
}

/** The content of the length-delimited field that is next; the reader stands behind it afterwards. */
export function skipContent(pbf: PbfReader): ByteRange {
  const length = pbf.readVarint();
  const start = pbf.pos;
  pbf.pos = start + length;
  return { start, end: start + length };
}

/** The contents of a message's fields of this number. */
export function fieldContents(pbf: PbfReader, message: ByteRange, wanted: number): ByteRange[] {
  const found: ByteRange[] = [];
  readFields(pbf, message, (number) => {
    if (number === wanted) found.push(skipContent(pbf));
  });
  return found;
}

function readNode(pbf: PbfReader, content: ByteRange): GraphNode {
  const node: GraphNode = { op: '', inputs: [], outputs: [], branches: [], content };
  readFields(pbf, content, (number) => {
    if (number === 1) node.inputs.push(pbf.readString());
    else if (number === 2) node.outputs.push(pbf.readString());
    else if (number === 4) node.op = pbf.readString();
  });
  if (node.op === 'If') {
    node.branches = fieldContents(pbf, content, 5).flatMap((attribute) =>
      fieldContents(pbf, attribute, 6).map((graph) => ({ attribute, graph: readGraph(pbf, graph) })),
    );
  }
  return node;
}

function readGraph(pbf: PbfReader, content: ByteRange): Graph {
  return { nodes: fieldContents(pbf, content, 1).map((node) => readNode(pbf, node)), content };
}

/** The graph of an ONNX file; weights are skipped. Null when the bytes hold none. */
export function readModelGraph(bytes: Uint8Array): Graph | null {
  const pbf = new PbfReader(bytes);
  const [graph] = fieldContents(pbf, { start: 0, end: bytes.length }, 7);
  return graph ? readGraph(pbf, graph) : null;
}
