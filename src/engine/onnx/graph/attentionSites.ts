import type { MapKind } from '../../../protocol/index.js';
import { fusedSite } from './fusedAttention.js';
import type { GraphNode } from './read.js';
import { PASSES, type GraphWiring } from './wiring.js';
import { newNode, type NodePart } from './write.js';

/** One layer's attention in a graph, and the nodes that make it readable. Names are those of tensors. */
export interface AttentionSite {
  /** keys and values are of another sequence than the queries */
  cross: boolean;
  /** [rows, heads, queries, keys], each row a distribution */
  weights: string;
  /** scaled products of queries and keys, a bias by distance included, before any mask; null where they cannot be told */
  scores: string | null;
  /** nodes that give the two where the graph does not; one with the outputs of an old node takes its place */
  added: NodePart[];
  /** a further output of an old node, whose type onnxruntime is to be told */
  further?: string;
  /** what is multiplied by a gate for each head, and how many axes that tensor has */
  output: { tensor: string; heads: 'second axis' } | { tensor: string; heads: number };
}

/** A site of a model: which map it belongs to, and its layer from 0. */
export interface Layer extends AttentionSite {
  kind: MapKind;
  layer: number;
}

const PRODUCTS = ['MatMul', 'FusedMatMul', 'MatMulInteger'];
const SCALES = ['Mul', 'Div'];

/** The operators that a search goes by; for messages. */
export const LOOKED_FOR = 'a Softmax between two matrix products, MultiHeadAttention, GroupQueryAttention or Attention';

/**
 * All attention of a graph, in its order.
 * @param bytes the file that the graph was read from
 */
export function attentionSites(bytes: Uint8Array, wiring: GraphWiring): AttentionSite[] {
  return wiring.nodes.flatMap(
    (node) => (node.op === 'Softmax' ? softmaxSite(wiring, node) : fusedSite(bytes, wiring, node)) ?? [],
  );
}

/** Attention written out: products of queries and keys, scaled, masked, softmax, product with values. */
function softmaxSite(wiring: GraphWiring, softmax: GraphNode): AttentionSite | null {
  const [weights = ''] = softmax.outputs;
  const use = weightedSum(wiring, weights);
  const path = pathToProduct(wiring, softmax.inputs[0] ?? '');
  if (!use || !path) return null;
  const { scores, added } = scoresOf(wiring, path, weights);
  const [queries = '', keys = ''] = path[0]!.inputs;
  const sources = new Set(wiring.projected(queries));
  return {
    cross: !wiring.projected(keys).some((name) => sources.has(name)),
    weights,
    scores,
    added,
    // A head's sum is smaller than its weights; of an 8-bit product the numbers come only later.
    output: { tensor: use.op === 'MatMulInteger' ? weights : (use.outputs[0] ?? ''), heads: 'second axis' },
  };
}

/** The product of these weights with the values, seen through what leaves numbers as they are. */
function weightedSum(wiring: GraphWiring, weights: string): GraphNode | null {
  for (const node of wiring.consumers(weights)) {
    if (PRODUCTS.includes(node.op) && node.inputs[0] === weights && !wiring.isFixed(node.inputs[1] ?? '')) return node;
    // A Where takes out rows that see nothing; rounding to 8 bit comes before an integer product.
    if (![...PASSES, 'Where', 'DynamicQuantizeLinear'].includes(node.op)) continue;
    const found = weightedSum(wiring, node.outputs[0] ?? '');
    if (found) return found;
  }
  return null;
}

/** The nodes from the product of queries and keys to this tensor; null when there is none. */
function pathToProduct(wiring: GraphWiring, name: string): GraphNode[] | null {
  const node = wiring.producer(name);
  if (!node) return null;
  if (PRODUCTS.includes(node.op)) return [node];
  const [first = '', second = '', third = ''] = node.inputs;
  const onward = (inputs: string[]): GraphNode[] | null => {
    for (const input of inputs) {
      const path = pathToProduct(wiring, input);
      if (path) return [...path, node];
    }
    return null;
  };
  // Rows and heads may have been one axis in the product.
  if (PASSES.includes(node.op) || node.op === 'Reshape') return onward([first]);
  if (node.op === 'Where') return onward([second, third]);
  if (['Add', 'Sub', ...SCALES].includes(node.op)) return onward([first, second]);
  return null;
}

/** What the softmax was given, less its masks. */
function scoresOf(
  wiring: GraphWiring,
  path: readonly GraphNode[],
  weights: string,
): { scores: string | null; added: NodePart[] } {
  let [scores = ''] = path[0]!.outputs;
  const biases: string[] = [];
  let masked = false;
  for (const [index, node] of path.entries()) {
    if (index === 0) continue;
    const before = path[index - 1]!.outputs[0] ?? '';
    if ([...PASSES, ...SCALES, 'Reshape'].includes(node.op)) {
      // Scaled, or given its axes, after it was masked: the two cannot be taken apart.
      if (masked && !PASSES.includes(node.op)) return { scores: null, added: [] };
      if (!masked) scores = node.outputs[0] ?? '';
    } else {
      masked = true;
      if (node.op === 'Sub') continue;
      const bias = node.inputs.map((name) => (name === before ? null : lookedUp(wiring, name))).find((one) => one);
      if (bias) biases.push(bias);
    }
  }
  const added = biases.map((bias, index) => {
    const sum = `glassbox.${weights}.biased.${index}`;
    const node = newNode('Add', [scores, bias], [sum]);
    scores = sum;
    return node;
  });
  return { scores, added };
}

/** The part of what is added to the scores that is looked up in a table of weights (T5's bias); masks are not. */
function lookedUp(wiring: GraphWiring, name: string): string | null {
  let node = wiring.producer(name);
  while (node && [...PASSES, 'DequantizeLinear', 'Slice', 'Unsqueeze', 'Transpose'].includes(node.op)) {
    node = wiring.producer(node.inputs[0]);
  }
  if (node?.op === 'Gather') return wiring.isFixed(node.inputs[0] ?? '') ? name : null;
  if (node?.op !== 'Add') return null;
  return node.inputs.map((input) => lookedUp(wiring, input)).find((found) => found !== null) ?? null;
}
