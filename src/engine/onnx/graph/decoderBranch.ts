import { readDeclarations } from '../protobuf/details.js';
import type { Graph, GraphNode } from '../protobuf/read.js';

/** A graph to take apart: a whole one, or a branch of a merged decoder. */
export interface DecoderBranch {
  graph: Graph;
  /** nodes around the branch, which it may read from */
  outer: GraphNode[];
  /** what the whole graph's outputs are called inside */
  names: ReadonlyMap<string, string>;
}

/** Selects the branch that is sought when this is a merged decoder, else the graph itself. */
export function selectBranch(bytes: Uint8Array, whole: Graph, sought: (branch: Graph) => boolean): DecoderBranch {
  const merged = whole.nodes.find(({ branches, outputs }) => branches.length === 2 && outputs.includes('logits'));
  const found = merged?.branches.find(({ graph }) => sought(graph))?.graph;
  const graph = found ?? whole;
  const inside = [...readDeclarations(bytes, graph).outputs.keys()];
  const outside = found && merged ? merged.outputs : inside;
  return {
    graph,
    outer: found ? whole.nodes.filter((node) => node !== merged) : [],
    names: new Map(outside.map((name, index) => [name, inside[index] ?? name])),
  };
}
