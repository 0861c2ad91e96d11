import { intsAttribute } from '../protobuf/details.js';
import type { Graph, GraphNode } from '../protobuf/read.js';

/** A decoder layer's attention to the tokens so far, as the exporters write it out. Names of tensors throughout. */
export interface SelfAttention {
  /** the graph's inputs */
  pastKey: string;
  pastValue: string;
  /** past and new together, [rows, heads, tokens, head width] */
  key: string;
  value: string;
  /** of the new tokens, [rows, tokens, width]; one tensor when a single projection gives all three side by side */
  projected: readonly [query: string, key: string, value: string] | readonly [all: string];
  /** whether scores are divided by the square root of the head's width (GPT-2) or not (T5) */
  scaled: boolean;
  /** T5's bias by distance, added to the scores: [1, heads, new tokens, tokens] */
  bias: string | null;
  /** [rows, tokens, width], before the output projection */
  output: string;
}

const IDENTITY_OPS = ['Cast', 'Identity', 'Dropout'];
const SCALE_OPS = ['Mul', 'Div'];

/** The nodes of a graph by what they give and by what they read. */
class NodeLookup {
  readonly #producer: ReadonlyMap<string, GraphNode>;
  readonly #consumers = new Map<string, GraphNode[]>();

  constructor(
    private readonly bytes: Uint8Array,
    { nodes }: Graph,
  ) {
    this.#producer = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
    for (const node of nodes) {
      for (const name of new Set(node.inputs)) this.#consumers.set(name, [...(this.#consumers.get(name) ?? []), node]);
    }
  }

  /** The node that gives this tensor, seen through nodes of the kinds to skip along their first inputs. */
  back(name: string, skip: readonly string[] = IDENTITY_OPS): { node: GraphNode | undefined; skipped: GraphNode[] } {
    const skipped: GraphNode[] = [];
    let node = this.#producer.get(name);
    while (node && skip.includes(node.op)) {
      skipped.push(node);
      node = this.#producer.get(node.inputs[0] ?? '');
    }
    return { node, skipped };
  }

  /** The only consumer of this kind. */
  only(name: string, op: string): GraphNode | null {
    const found = (this.#consumers.get(name) ?? []).filter((node) => node.op === op);
    return found.length === 1 ? found[0]! : null;
  }

  /** Whether this is the Transpose between [rows, tokens, heads, width] and [rows, heads, tokens, width]. */
  swapsHeads(node: GraphNode | null | undefined): node is GraphNode {
    return node?.op === 'Transpose' && intsAttribute(this.bytes, node, 'perm').join() === '0,2,1,3';
  }

  /** The projection [rows, tokens, width] that was split into these heads; null when they come about otherwise. */
  projection(heads: string, skip: readonly string[] = IDENTITY_OPS): string | null {
    const { node } = this.back(heads, skip);
    if (!this.swapsHeads(node)) return null;
    const reshape = this.back(node.inputs[0] ?? '').node;
    return reshape?.op === 'Reshape' ? (reshape.inputs[0] ?? null) : null;
  }

  /** From the softmax's input back to the product of queries and keys. */
  scores(name: string): { product: GraphNode; scales: number; added: string[] } | null {
    const node = this.#producer.get(name);
    if (!node) return null;
    if (node.op === 'MatMul') return { product: node, scales: 0, added: [] };
    const [first = '', second = '', third = ''] = node.inputs;
    if (IDENTITY_OPS.includes(node.op)) return this.scores(first);
    if (node.op === 'Where') return this.scores(second) ?? this.scores(third);
    const found = this.scores(first);
    if (SCALE_OPS.includes(node.op)) return found && { ...found, scales: found.scales + 1 };
    if (node.op !== 'Add') return null;
    if (found) return { ...found, added: [...found.added, second] };
    const other = this.scores(second);
    return other && { ...other, added: [...other.added, first] };
  }

  /** The part of what is added to the scores that was looked up in a table: masks are not. */
  lookedUp(name: string): string | null {
    const { node } = this.back(name, [...IDENTITY_OPS, 'DequantizeLinear', 'Slice', 'Unsqueeze', 'Transpose']);
    if (node?.op === 'Gather') return name;
    if (node?.op !== 'Add') return null;
    return node.inputs.map((input) => this.lookedUp(input)).find((found) => found !== null) ?? null;
  }

  splitOf(names: readonly string[]): string | null {
    const node = this.#producer.get(names[0] ?? '');
    return node?.op === 'Split' && node.outputs.join() === names.join() ? (node.inputs[0] ?? null) : null;
  }
}

/**
 * The self-attention of every layer with keys and values as the hub's exports name them, `past_key_values.*`.
 * @returns null when a layer is written in another way
 */
export function findSelfAttentions(bytes: Uint8Array, graph: Graph): SelfAttention[] | null {
  const graphIndex = new NodeLookup(bytes, graph);
  const joined = new Map(graph.nodes.flatMap((node) => (node.op === 'Concat' ? [[node.inputs[0] ?? '', node]] : [])));
  const found: SelfAttention[] = [];
  for (const [pastKey, keys] of joined) {
    if (!/^past_key_values\..*key$/.test(pastKey)) continue;
    const pastValue = pastKey.replace(/key$/, 'value');
    const values = joined.get(pastValue);
    const one = values && matchLayer(graphIndex, pastKey, keys, pastValue, values);
    if (!one) return null;
    found.push(one);
  }
  return found.length > 0 ? found : null;
}

/** Where the heads' outputs are put together again; null when they are not. */
function joinHeads(graphIndex: NodeLookup, weighted: GraphNode): GraphNode | null {
  const together = graphIndex.only(weighted.outputs[0] ?? '', 'Transpose');
  return graphIndex.swapsHeads(together) ? graphIndex.only(together.outputs[0] ?? '', 'Reshape') : null;
}

function matchLayer(
  graphIndex: NodeLookup,
  pastKey: string,
  keys: GraphNode,
  pastValue: string,
  values: GraphNode,
): SelfAttention | null {
  const [key = ''] = keys.outputs;
  const [value = ''] = values.outputs;
  const weighted = graphIndex.only(value, 'MatMul');
  const softmax = graphIndex.back(weighted?.inputs[0] ?? '').node;
  const scores = softmax?.op === 'Softmax' ? graphIndex.scores(softmax.inputs[0] ?? '') : null;
  if (!weighted || !scores) return null;
  const [queries = '', turned = ''] = scores.product.inputs;
  if (graphIndex.back(turned, [...IDENTITY_OPS, ...SCALE_OPS, 'Transpose']).node !== keys) return null;

  const onQueries = graphIndex
    .back(queries, [...IDENTITY_OPS, ...SCALE_OPS])
    .skipped.filter(({ op }) => SCALE_OPS.includes(op)).length;
  const scales = scores.scales + onQueries;
  const query = graphIndex.projection(queries, [...IDENTITY_OPS, ...SCALE_OPS]);
  const newKey = graphIndex.projection(keys.inputs[1] ?? '');
  const newValue = graphIndex.projection(values.inputs[1] ?? '');
  const output = joinHeads(graphIndex, weighted);
  if (query === null || newKey === null || newValue === null || !output || scales > 1) return null;

  const bias = scores.added.map((name) => graphIndex.lookedUp(name)).find((name) => name !== null) ?? null;
  // Scores are divided (GPT-2) or get a bias by distance (T5); anything else is another kind of model.
  if ((scales === 1) === (bias !== null)) return null;
  const all = graphIndex.splitOf([query, newKey, newValue]);
  return {
    pastKey,
    pastValue,
    key,
    value,
    projected: all === null ? [query, newKey, newValue] : [all],
    scaled: scales === 1,
    bias,
    output: output.outputs[0] ?? '',
  };
}
