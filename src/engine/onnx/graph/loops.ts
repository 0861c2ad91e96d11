import { PbfReader } from 'pbf';
import { GlassboxError } from '../../../protocol/index.js';
import { contentsOf, fields, type ByteSpan } from './read.js';

/** Branches within branches; the graphs we know have one level. */
const MOST_LEVELS = 8;
/** Nodes, with every call of a function written out; a large model has some ten thousand. */
const MOST_NODES = 1_000_000;

interface Node {
  op: string;
  name: string;
  domain: string;
  bodies: ByteSpan[];
}

function readNode(pbf: PbfReader, content: ByteSpan): Node {
  const node: Node = { op: '', name: '', domain: '', bodies: [] };
  let output = '';
  fields(pbf, content, (number) => {
    if (number === 2) output ||= pbf.readString();
    else if (number === 3) node.name = pbf.readString();
    else if (number === 4) node.op = pbf.readString();
    else if (number === 7) node.domain = pbf.readString();
  });
  node.name ||= output;
  // An attribute holds one graph or several.
  node.bodies = contentsOf(pbf, content, 5).flatMap((attribute) =>
    [6, 11].flatMap((field) => contentsOf(pbf, attribute, field)),
  );
  return node;
}

const nameOf = (domain: string, op: string) => `${domain === 'ai.onnx' ? '' : domain}:${op}`;

function functionsOf(pbf: PbfReader, model: ByteSpan): Map<string, ByteSpan> {
  const named = contentsOf(pbf, model, 25).map((content) => {
    let [name, domain] = ['', ''];
    fields(pbf, content, (number) => {
      if (number === 1) name = pbf.readString();
      else if (number === 10) domain = pbf.readString();
    });
    return [nameOf(domain, name), content] as const;
  });
  return new Map(named);
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
  const functions = functionsOf(pbf, model);
  /** nodes in a function, written out; null while it is being counted */
  const sizes = new Map<string, number | null>();
  const refuse = (why: string): never => {
    throw new GlassboxError(
      'model-broken',
      `${file} is not run: ${why}. Export the model again without it, or choose another.`,
    );
  };

  const sizeOfFunction = (called: string, { name }: Node): number => {
    const known = sizes.get(called);
    if (known === null) refuse(`its node ${name} calls a function that calls itself`);
    if (known !== undefined && known !== null) return known;
    const content = functions.get(called);
    if (!content) return 0;
    sizes.set(called, null);
    const size = sizeOf(contentsOf(pbf, content, 7), 0);
    sizes.set(called, size);
    return size;
  };

  const sizeOf = (nodes: readonly ByteSpan[], level: number): number => {
    let size = nodes.length;
    for (const span of nodes) {
      const node = readNode(pbf, span);
      const called = nameOf(node.domain, node.op);
      if (node.bodies.length > 0 && called !== ':If') {
        refuse(`its node ${node.name} is a ${node.op}, which repeats a part of the graph and may never end`);
      }
      if (node.bodies.length > 0 && level === MOST_LEVELS) {
        refuse(`its node ${node.name} is an If within ${MOST_LEVELS} others`);
      }
      size += sizeOfFunction(called, node);
      for (const body of node.bodies) size += sizeOf(contentsOf(pbf, body, 1), level + 1);
      if (size > MOST_NODES) refuse(`written out, it has more than ${MOST_NODES} nodes`);
    }
    return size;
  };

  for (const graph of contentsOf(pbf, model, 7)) sizeOf(contentsOf(pbf, graph, 1), 0);
  for (const content of functions.values()) sizeOf(contentsOf(pbf, content, 7), 0);
}
