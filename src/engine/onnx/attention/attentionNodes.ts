import type { AttentionNode } from './attentionNode.js';
import { matchFusedAttention } from './fusedAttention.js';
import type { GraphNode } from '../protobuf/read.js';
import { IDENTITY_OPS, type GraphIndex } from '../graph/graphIndex.js';
import { encodeNode, type EncodedNode } from '../protobuf/write.js';

const MATMUL_OPS = ['MatMul', 'FusedMatMul', 'MatMulInteger'];
const SCALE_OPS = ['Mul', 'Div'];

/** The operators that a search goes by; for messages. */
export const SEARCHED_OPS =
  'a Softmax between two matrix products, MultiHeadAttention, GroupQueryAttention or Attention';

/**
 * Finds all attention of a graph, in its order.
 * @param bytes the file that the graph was read from
 */
export function findAttention(bytes: Uint8Array, graphIndex: GraphIndex): AttentionNode[] {
  return graphIndex.nodes.flatMap(
    (node) =>
      (node.op === 'Softmax' ? matchSoftmax(graphIndex, node) : matchFusedAttention(bytes, graphIndex, node)) ?? [],
  );
}

/** Attention written out: products of queries and keys, scaled, masked, softmax, product with values. */
function matchSoftmax(graphIndex: GraphIndex, softmax: GraphNode): AttentionNode | null {
  const [weights = ''] = softmax.outputs;
  const use = weightedSum(graphIndex, weights);
  const path = pathToProduct(graphIndex, softmax.inputs[0] ?? '');
  if (!use || !path) return null;
  const { scores, added, isBiased } = scoresOf(graphIndex, path, weights);
  const [queries = '', keys = ''] = path[0]!.inputs;
  const reads = graphIndex.projectionSources(queries);
  return {
    reads,
    isCross: !graphIndex.projectionSources(keys).some((name) => reads.includes(name)),
    weights,
    scores,
    isBiased,
    isScaled: isScaled(graphIndex, path),
    addedNodes: added,
    // A head's sum is smaller than its weights; of an 8-bit product the numbers come only later.
    output: { tensor: use.op === 'MatMulInteger' ? weights : (use.outputs[0] ?? ''), heads: 'second axis' },
  };
}

/** The product of these weights with the values, seen through what leaves numbers as they are. */
function weightedSum(graphIndex: GraphIndex, weights: string): GraphNode | null {
  for (const node of graphIndex.consumers(weights)) {
    if (MATMUL_OPS.includes(node.op) && node.inputs[0] === weights && !graphIndex.isConstant(node.inputs[1] ?? ''))
      return node;
    // A Where takes out rows that see nothing; rounding to 8 bit comes before an integer product.
    if (![...IDENTITY_OPS, 'Where', 'DynamicQuantizeLinear'].includes(node.op)) continue;
    const found = weightedSum(graphIndex, node.outputs[0] ?? '');
    if (found) return found;
  }
  return null;
}

/** The nodes from the product of queries and keys to this tensor; null when there is none. */
function pathToProduct(graphIndex: GraphIndex, name: string): GraphNode[] | null {
  const node = graphIndex.producer(name);
  if (!node) return null;
  if (MATMUL_OPS.includes(node.op)) return [node];
  const [first = '', second = '', third = ''] = node.inputs;
  const onward = (inputs: string[]): GraphNode[] | null => {
    for (const input of inputs) {
      const path = pathToProduct(graphIndex, input);
      if (path) return [...path, node];
    }
    return null;
  };
  // Rows and heads may have been one axis in the product.
  if (IDENTITY_OPS.includes(node.op) || node.op === 'Reshape') return onward([first]);
  if (node.op === 'Where') return onward([second, third]);
  if (['Add', 'Sub', ...SCALE_OPS].includes(node.op)) return onward([first, second]);
  return null;
}

/** What the softmax was given, less its masks. */
function scoresOf(
  graphIndex: GraphIndex,
  path: readonly GraphNode[],
  weights: string,
): { scores: string | null; added: EncodedNode[]; isBiased: boolean } {
  let [scores = ''] = path[0]!.outputs;
  const biases: string[] = [];
  let masked = false;
  for (const [index, node] of path.entries()) {
    if (index === 0) continue;
    const before = path[index - 1]!.outputs[0] ?? '';
    if ([...IDENTITY_OPS, ...SCALE_OPS, 'Reshape'].includes(node.op)) {
      // Scaled, or given its axes, after it was masked: the two cannot be taken apart.
      if (masked && !IDENTITY_OPS.includes(node.op)) return { scores: null, added: [], isBiased: false };
      if (!masked) scores = node.outputs[0] ?? '';
    } else {
      masked = true;
      if (node.op === 'Sub') continue;
      const bias = node.inputs.map((name) => (name === before ? null : lookedUp(graphIndex, name))).find((one) => one);
      if (bias) biases.push(bias);
    }
  }
  const added = biases.map((bias, index) => {
    const sum = `glassbox.${weights}.biased.${index}`;
    const node = encodeNode('Add', [scores, bias], [sum]);
    scores = sum;
    return node;
  });
  return { scores, added, isBiased: biases.length > 0 };
}

/** Whether products of queries and keys are scaled: themselves, or queries or keys before. */
function isScaled(graphIndex: GraphIndex, [product, ...path]: readonly GraphNode[]): boolean {
  const isScaledInput = (name: string): boolean => {
    const node = graphIndex.producer(name);
    if (!node) return false;
    if ([...IDENTITY_OPS, 'Reshape', 'Transpose'].includes(node.op)) return isScaledInput(node.inputs[0] ?? '');
    return SCALE_OPS.includes(node.op);
  };
  return path.some(({ op }) => SCALE_OPS.includes(op)) || (product?.inputs.slice(0, 2) ?? []).some(isScaledInput);
}

/** The part of what is added to the scores that is looked up in a table of weights (the bias of T5 and MPNet); masks are not. */
function lookedUp(graphIndex: GraphIndex, name: string): string | null {
  let node = graphIndex.producer(name);
  while (node && [...IDENTITY_OPS, 'DequantizeLinear', 'Slice', 'Unsqueeze', 'Transpose', 'Expand'].includes(node.op)) {
    node = graphIndex.producer(node.inputs[0]);
  }
  if (node?.op === 'Gather') return graphIndex.isConstant(node.inputs[0] ?? '') ? name : null;
  if (node?.op !== 'Add') return null;
  return node.inputs.map((input) => lookedUp(graphIndex, input)).find((found) => found !== null) ?? null;
}
