import type { GlassboxError } from '../../../protocol/engine/index.js';
import { readDeclarations, type Declarations } from '../protobuf/details.js';
import { readModelGraph, type Graph, type GraphNode } from '../protobuf/read.js';
import { selectBranch } from './decoderBranch.js';
import { GraphIndex } from './graphIndex.js';

/** A graph that is looked into, or a merged decoder's branch without a past taken out of its If. */
export interface ModelPart {
  graph: Graph;
  /** those around a branch first */
  nodes: GraphNode[];
  /** of the whole graph, then of a branch */
  declared: Declarations[];
  /** what the whole graph's outputs are called inside */
  names: ReadonlyMap<string, string>;
  graphIndex: GraphIndex;
  /** what the output that the head or the last states give is called inside */
  result: string;
}

const readsNoPast = ({ nodes }: Graph) =>
  !nodes.some(({ inputs }) => inputs.some((name) => name.startsWith('past_key_values.')));

/** @throws what `broken` makes of the reason when the bytes hold no graph */
export function readModelPart(bytes: Uint8Array, broken: (what: string) => GlassboxError): ModelPart {
  const whole = readModelGraph(bytes);
  if (!whole) throw broken('the file holds no graph');
  const { graph, outer, names } = selectBranch(bytes, whole, readsNoPast);
  const declared = (graph === whole ? [whole] : [whole, graph]).map((one) => readDeclarations(bytes, one));
  const nodes = [...outer, ...graph.nodes];
  const outputs = [...names.keys()];
  const result = outputs.find((name) => name === 'logits' || name === 'last_hidden_state') ?? outputs[0] ?? '';
  return {
    ...{ graph, nodes, declared, names },
    graphIndex: new GraphIndex(bytes, nodes, declared),
    result: names.get(result) ?? result,
  };
}

/** The operators of a graph that could have to do with attention, for a message. */
export function describeOps(nodes: readonly GraphNode[]): string {
  const counts = new Map<string, number>();
  for (const { op } of nodes) {
    if (/softmax|attention|matmul|gemm|einsum|^if$|^loop$/i.test(op)) counts.set(op, (counts.get(op) ?? 0) + 1);
  }
  const list = [...counts].map(([op, count]) => `${count} ${op}`).join(', ');
  return `${nodes.length} nodes (${list || 'none of them a matrix product'})`;
}

/** Whether activations are rounded to 8 bit by their largest values, so that what is read together changes each other's last digits. */
export const quantizesTogether = (nodes: readonly GraphNode[]): boolean =>
  nodes.some(({ op }) => op.startsWith('DynamicQuantize'));
