import type { GraphNode } from '../protobuf/read.js';
import { IDENTITY_OPS, type GraphIndex } from './graphIndex.js';

/** Operators that add a layer's result to what it read, and normalise. */
export const FUSED_SUMS: ReadonlySet<string> = new Set(['SkipLayerNormalization', 'SkipSimplifiedLayerNormalization']);

/** Whether a node adds two activations: a residual connection, whose norm may be fused to it. */
export function isResidualSum(graphIndex: GraphIndex, node: GraphNode): boolean {
  if (FUSED_SUMS.has(node.op)) return true;
  const moving = node.op === 'Add' ? graphIndex.movingInputs(node) : [];
  return moving.length > 1 && !isOfOneTensor(graphIndex, moving);
}

/** What an activation is made of, beside its sums with constants. */
const ELEMENTWISE = new Set(['Mul', 'Div', 'Pow', 'Tanh', 'Erf', 'Sigmoid', ...IDENTITY_OPS]);

/** Whether one of the tensors is made of the other value by value, as in tanh-GELU's x + 0.044715 x³: such a sum is no residual. */
function isOfOneTensor(graphIndex: GraphIndex, summands: readonly string[]): boolean {
  return summands.some((name, index) => {
    const others = summands.filter((_, at) => at !== index);
    const waiting = [...others];
    const seen = new Set<string>();
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (next === name) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      const node = graphIndex.producer(next);
      if (node && ELEMENTWISE.has(node.op))
        waiting.push(...node.inputs.filter((input) => !graphIndex.isConstant(input)));
    }
    return false;
  });
}
