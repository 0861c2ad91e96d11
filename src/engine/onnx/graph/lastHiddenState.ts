import { IDENTITY_OPS, type GraphIndex } from './graphIndex.js';
import { PROJECTIONS } from './trace.js';

/** Operators that add a layer's result to what it read, and normalise. */
const FUSED_SUMS = new Set(['SkipLayerNormalization', 'SkipSimplifiedLayerNormalization']);

/**
 * The last layer's result, [rows, tokens, width]: what the heads of a model read, after its final normalisation. Found
 * by walking back from an output to the last sum of two activations (a residual connection); of the matrix products
 * passed on the way, the nearest to it reads that result. Without one, the output is the result itself.
 * @returns null when the output leads to no such sum
 */
export function lastHiddenState(graphIndex: GraphIndex, output: string): string | null {
  const waiting: { name: string; read: string }[] = [{ name: output, read: output }];
  const seen = new Set<string>();
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { name, read } = next;
    const node = graphIndex.producer(name);
    if (!node || seen.has(name)) continue;
    seen.add(name);
    if (FUSED_SUMS.has(node.op)) return read === output ? name : read;
    const moving = graphIndex.dataInputs(node).filter((input) => !graphIndex.isConstant(input));
    if (node.op === 'Add' && moving.length > 1 && !isOfOneTensor(graphIndex, moving)) return read;
    if (node.op === 'DynamicQuantizeLinear') continue;
    if (PROJECTIONS.has(node.op)) {
      const input = beforePooling(graphIndex, graphIndex.unquantisedInput(node));
      waiting.push({ name: input, read: input });
    } else {
      waiting.push(...moving.map((input) => ({ name: input, read })));
    }
  }
  return null;
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

/** Classifiers read one token's state: the states of all tokens are before it was picked. */
function beforePooling(graphIndex: GraphIndex, name: string): string {
  const node = graphIndex.producer(name);
  return node?.op === 'Gather' && !graphIndex.isConstant(node.inputs[0] ?? '') ? (node.inputs[0] ?? '') : name;
}
