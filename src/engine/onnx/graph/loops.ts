import { PbfReader } from 'pbf';
import { GlassboxError } from '../../../protocol/engine/index.js';
import { fieldContents, readFields, type ByteRange } from '../protobuf/read.js';

/** Branches within branches; the graphs we know have one level. */
const MOST_LEVELS = 8;
/** Nodes, with every call of a function written out; a large model has some ten thousand. */
const MOST_NODES = 1_000_000;

interface Node {
  op: string;
  name: string;
  domain: string;
  overload: string;
  bodies: ByteRange[];
}

function readNode(pbf: PbfReader, content: ByteRange): Node {
  const node: Node = { op: '', name: '', domain: '', overload: '', bodies: [] };
  let output = '';
  readFields(pbf, content, (number) => {
    if (number === 2) output ||= pbf.readString();
    else if (number === 3) node.name = pbf.readString();
    else if (number === 4) node.op = pbf.readString();
    else if (number === 7) node.domain = pbf.readString();
    else if (number === 8) node.overload = pbf.readString();
  });
  node.name ||= output;
  // An attribute holds one graph or several.
  node.bodies = fieldContents(pbf, content, 5).flatMap((attribute) =>
    [6, 11].flatMap((field) => fieldContents(pbf, attribute, field)),
  );
  return node;
}

/** What a function is called by. */
const nameOf = (domain: string, op: string, overload = '') =>
  JSON.stringify([domain === 'ai.onnx' ? '' : domain, op, overload]);

const IF = nameOf('', 'If');

function functionsOf(pbf: PbfReader, model: ByteRange): (readonly [string, ByteRange])[] {
  return fieldContents(pbf, model, 25).map((content) => {
    let [name, domain, overload] = ['', '', ''];
    readFields(pbf, content, (number) => {
      if (number === 1) name = pbf.readString();
      else if (number === 10) domain = pbf.readString();
      else if (number === 13) overload = pbf.readString();
    });
    return [nameOf(domain, name, overload), content] as const;
  });
}

/**
 * Refuses a graph that may run for ever, before it runs: no model of the families we know repeats a part of itself. The
 * only operator that may hold a graph is `If`, which runs one of its two; `Loop`, `Scan` and whatever else has a body
 * repeat it. Functions of the model's own are read as well.
 * @param bytes an ONNX model; weights are skipped
 * @throws GlassboxError `model-broken` with the node's name
 */
export function refuseLoops(bytes: Uint8Array, file: string): void {
  const pbf = new PbfReader(bytes);
  const model = { start: 0, end: bytes.length };
  const named = functionsOf(pbf, model);
  const functions = new Map(named);
  /** nodes in a function, written out; null while it is being counted */
  const sizes = new Map<string, number | null>();
  const refuse = (why: string): never => {
    throw new GlassboxError(
      'model-broken',
      `${file} is not run: ${why}. Export the model again without it, or choose another.`,
      { details: { kind: 'loop', file } },
    );
  };

  const sizeOfFunction = (called: string, { name }: Node): number => {
    const known = sizes.get(called);
    if (known === null) refuse(`its node ${name} calls a function that calls itself`);
    if (known !== undefined && known !== null) return known;
    const content = functions.get(called);
    if (!content) return 0;
    sizes.set(called, null);
    const size = sizeOf(fieldContents(pbf, content, 7), 0);
    sizes.set(called, size);
    return size;
  };

  const sizeOf = (nodes: readonly ByteRange[], level: number): number => {
    let size = nodes.length;
    for (const span of nodes) {
      const node = readNode(pbf, span);
      const called = nameOf(node.domain, node.op, node.overload);
      if (node.bodies.length > 0 && called !== IF) {
        refuse(`its node ${node.name} is a ${node.op}, which repeats a part of the graph and may never end`);
      }
      if (node.bodies.length > 0 && level === MOST_LEVELS) {
        refuse(`its node ${node.name} is an If within ${MOST_LEVELS} others`);
      }
      size += sizeOfFunction(called, node);
      for (const body of node.bodies) size += sizeOf(fieldContents(pbf, body, 1), level + 1);
      if (size > MOST_NODES) refuse(`written out, it has more than ${MOST_NODES} nodes`);
    }
    return size;
  };

  for (const graph of fieldContents(pbf, model, 7)) sizeOf(fieldContents(pbf, graph, 1), 0);
  // All of them: onnxruntime may choose another of two that have one name.
  for (const [, content] of named) sizeOf(fieldContents(pbf, content, 7), 0);
}
