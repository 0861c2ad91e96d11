import type { GraphNode } from '../protobuf/read.js';
import type { GraphIndex } from './graphIndex.js';
import { FUSED_SUMS, isResidualSum } from './residualSum.js';
import { PROJECTIONS } from './trace.js';

/**
 * The last layer's result, [rows, tokens, width]: what the heads of a model read, after its final normalisation. Found
 * by walking back from an output to the last sum of two activations (a residual connection); of the matrix products
 * passed on the way, the nearest to it reads that result. Without one, the output is the result itself.
 * @returns null when the output leads to no such sum
 */
export const lastHiddenState = (graphIndex: GraphIndex, output: string): string | null =>
  lastResult(graphIndex, output)?.read ?? null;

/** The same, `read`, and the node that makes the sum. */
export function lastResult(graphIndex: GraphIndex, output: string): { read: string; sum: GraphNode } | null {
  const waiting: { name: string; read: string }[] = [{ name: output, read: output }];
  const seen = new Set<string>();
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { name, read } = next;
    const node = graphIndex.producer(name);
    if (!node || seen.has(name)) continue;
    seen.add(name);
    if (FUSED_SUMS.has(node.op)) return { read: read === output ? name : read, sum: node };
    if (isResidualSum(graphIndex, node)) return { read, sum: node };
    if (node.op === 'DynamicQuantizeLinear') continue;
    if (PROJECTIONS.has(node.op)) {
      const input = beforePooling(graphIndex, graphIndex.unquantisedInput(node));
      waiting.push({ name: input, read: input });
    } else {
      waiting.push(...graphIndex.movingInputs(node).map((input) => ({ name: input, read })));
    }
  }
  return null;
}

/** Classifiers read one token's state: the states of all tokens are before it was picked. */
function beforePooling(graphIndex: GraphIndex, name: string): string {
  const node = graphIndex.producer(name);
  return node?.op === 'Gather' && !graphIndex.isConstant(node.inputs[0] ?? '') ? (node.inputs[0] ?? '') : name;
}
