import type { Graph, GraphNode } from '../protobuf/read.js';

/** Operators that multiply by a matrix, with activations as their first input. */
export const PROJECTIONS = new Set([
  'MatMul',
  'Gemm',
  'MatMulNBits',
  'FusedMatMul',
  'FusedGemm',
  'MatMulInteger',
  'DynamicQuantizeMatMul',
  'MatMulIntegerToFloat',
]);

/**
 * The tensor that the output projection turns into logits: the last hidden state, with T5's tied embeddings times a
 * constant. Found by walking back from `logits` to the first matrix product.
 * @returns null when there is none
 */
export function logitsInput(graph: Graph, logits: string): string | null {
  const producer = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const waiting = [logits];
  const seen = new Set<string>();
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const node = producer.get(name);
    if (!node || seen.has(name)) continue;
    seen.add(name);
    if (PROJECTIONS.has(node.op)) return beforeQuantisation(node, producer);
    waiting.push(...node.inputs);
  }
  return null;
}

/** Dynamic quantisation turns activations into 8 bit just before the product. */
export function beforeQuantisation(projection: GraphNode, producer: ReadonlyMap<string, GraphNode>): string | null {
  const [input = ''] = projection.inputs;
  const quantiser = producer.get(input);
  return (quantiser?.op === 'DynamicQuantizeLinear' ? quantiser.inputs[0] : input) ?? null;
}
