import { PbfReader } from 'pbf';
import type { AttentionSite } from './attentionSites.js';
import { intsAttribute } from './details.js';
import { contentsOf, fields, type GraphNode } from './read.js';
import type { GraphWiring } from './wiring.js';
import { constant, FLOAT, newNode, widenedNode, type NodePart } from './write.js';

const MICROSOFT = 'com.microsoft';
const SOFTMAX = { axis: -1 };

/** The domain of a node's operator; empty for ONNX's own. */
function domainOf(bytes: Uint8Array, node: GraphNode): string {
  const pbf = new PbfReader(bytes);
  let domain = '';
  fields(pbf, node.content, (number) => {
    if (number === 7) domain = pbf.readString();
  });
  return domain;
}

/** A node's attribute that is a real number. */
function realAttribute(bytes: Uint8Array, node: GraphNode, wanted: string): number | null {
  const pbf = new PbfReader(bytes);
  for (const attribute of contentsOf(pbf, node.content, 5)) {
    let name = '';
    let value: number | null = null;
    fields(pbf, attribute, (number) => {
      if (number === 1) name = pbf.readString();
      else if (number === 2) value = pbf.readFloat();
    });
    if (name === wanted) return value;
  }
  return null;
}

/** An attention that an optimiser or exporter wrote as one operator; null for other nodes. */
export function fusedSite(bytes: Uint8Array, wiring: GraphWiring, node: GraphNode): AttentionSite | null {
  switch (node.op) {
    case 'MultiHeadAttention':
      return multiHead(bytes, wiring, node);
    case 'GroupQueryAttention':
      return shared(bytes, wiring, node, 'num_heads', { qk_output: 2 });
    case 'Attention':
      return domainOf(bytes, node) === MICROSOFT
        ? packed(bytes, node)
        : shared(bytes, wiring, node, 'q_num_heads', { qk_matmul_output_mode: 3 });
    default:
      return null;
  }
}

const headsOf = (bytes: Uint8Array, node: GraphNode, attribute: string) =>
  intsAttribute(bytes, node, attribute)[0] ?? 0;

/** Whether the second input is of another sequence than the first; packed or missing keys are of the same. */
function isCross(wiring: GraphWiring, { inputs: [queries = '', keys = ''] }: GraphNode): boolean {
  if (keys === '') return false;
  const sources = new Set(wiring.projected(queries));
  return !wiring.projected(keys).some((name) => sources.has(name));
}

/** com.microsoft.MultiHeadAttention gives as its fourth output what goes into the softmax, masks included. */
function multiHead(bytes: Uint8Array, wiring: GraphWiring, node: GraphNode): AttentionSite {
  const [products, weights] = ['products', 'weights'].map((what) => `glassbox.${node.outputs[0]}.${what}`) as [
    string,
    string,
  ];
  const masked = Boolean(node.inputs[4] || node.inputs[5]) || intsAttribute(bytes, node, 'unidirectional')[0] === 1;
  return {
    cross: isCross(wiring, node),
    weights,
    scores: masked ? null : products,
    further: products,
    added: [
      widenedNode(bytes, node, [...padded(node.outputs, 3), products]),
      newNode('Softmax', [products], [weights], SOFTMAX),
    ],
    output: { tensor: node.outputs[0] ?? '', heads: headsOf(bytes, node, 'num_heads') },
  };
}

/** Operators with an attribute that has their fourth output be the weights: GroupQueryAttention, ONNX's own Attention. */
function shared(
  bytes: Uint8Array,
  wiring: GraphWiring,
  node: GraphNode,
  heads: string,
  attributes: Record<string, number>,
): AttentionSite {
  const weights = `glassbox.${node.outputs[0]}.weights`;
  const count = headsOf(bytes, node, heads);
  return {
    cross: isCross(wiring, node),
    weights,
    scores: null,
    further: weights,
    added: [widenedNode(bytes, node, [...padded(node.outputs, 3), weights], attributes)],
    // ONNX's Attention takes [rows, heads, tokens, width], too, and then names no number of heads.
    output: { tensor: node.outputs[0] ?? '', heads: count > 0 ? count : 'second axis' },
  };
}

/**
 * com.microsoft.Attention gives out nothing but its result, so its first half is computed again from its inputs: one
 * projection to queries, keys and values, of which every token is seen, but later ones where it is unidirectional.
 */
function packed(bytes: Uint8Array, node: GraphNode): AttentionSite | null {
  const [input = '', matrix = '', added = '', , , bias = ''] = node.inputs;
  const heads = headsOf(bytes, node, 'num_heads');
  const at = (what: string) => `glassbox.${node.outputs[0]}.${what}`;
  const turn = (what: string, to: string, perm: number[]) =>
    newNode('Transpose', [what], [to], { perm: { list: perm } });
  // Sizes of their own for queries, keys and values are pruned models'; they have no known use.
  if (heads === 0 || matrix === '' || intsAttribute(bytes, node, 'qkv_hidden_sizes').length > 0) return null;
  const causal = intsAttribute(bytes, node, 'unidirectional')[0] === 1;
  const scale = realAttribute(bytes, node, 'scale');
  const nodes: NodePart[] = [
    newNode('MatMul', [input, matrix], [at('product')]),
    added === ''
      ? newNode('Identity', [at('product')], [at('all')])
      : newNode('Add', [at('product'), added], [at('all')]),
    newNode('Cast', [at('all')], [at('floats')], { to: FLOAT }),
    constant(at('shape'), [0, 0, 3, heads, -1]),
    newNode('Reshape', [at('floats'), at('shape')], [at('thirds')]),
    constant(at('apart'), [0, 0, heads, -1]),
    constant(at('first'), [0]),
    constant(at('second'), [1]),
    ...(['queries', 'keys'] as const).flatMap((part, index) => [
      newNode('Gather', [at('thirds'), at(index === 0 ? 'first' : 'second')], [at(`${part}.one`)], { axis: 2 }),
      newNode('Reshape', [at(`${part}.one`), at('apart')], [at(part)]),
      turn(at(part), at(`${part}.heads`), index === 0 ? [0, 2, 1, 3] : [0, 2, 3, 1]),
    ]),
    newNode('MatMul', [at('queries.heads'), at('keys.heads')], [at('products')]),
    ...(scale ? [newNode('Constant', [], [at('scale')], { value_float: { real: scale } })] : widthScale(at)),
    newNode('Mul', [at('products'), at('scale')], [at('scores')]),
    bias === ''
      ? newNode('Identity', [at('scores')], [at('biased')])
      : newNode('Cast', [bias], [at('bias')], { to: FLOAT }),
    ...(bias === '' ? [] : [newNode('Add', [at('scores'), at('bias')], [at('biased')])]),
    ...(causal ? causalMask(at) : [newNode('Identity', [at('biased')], [at('masked')])]),
    newNode('Softmax', [at('masked')], [at('weights')], SOFTMAX),
  ];
  return {
    cross: false,
    weights: at('weights'),
    scores: bias === '' ? at('scores') : null,
    added: nodes,
    output: { tensor: node.outputs[0] ?? '', heads },
  };
}

/** One over the root of a head's width, read from the queries. */
const widthScale = (at: (what: string) => string): NodePart[] => [
  newNode('Shape', [at('queries')], [at('sizes')]),
  constant(at('last'), [-1]),
  newNode('Gather', [at('sizes'), at('last')], [at('width')], { axis: 0 }),
  newNode('Cast', [at('width')], [at('wide')], { to: FLOAT }),
  newNode('Sqrt', [at('wide')], [at('root')]),
  newNode('Reciprocal', [at('root')], [at('scale')]),
];

/** Later tokens are not seen: far below any score above the diagonal, 0 elsewhere. */
const causalMask = (at: (what: string) => string): NodePart[] => [
  constant(at('one.whole'), [1]),
  constant(at('far.whole'), [1e15]),
  newNode('Cast', [at('one.whole')], [at('one')], { to: FLOAT }),
  newNode('Cast', [at('far.whole')], [at('far')], { to: FLOAT }),
  newNode('Sub', [at('scores'), at('scores')], [at('zeros')]),
  newNode('Add', [at('zeros'), at('one')], [at('ones')]),
  newNode('Trilu', [at('ones')], [at('seen')], { upper: 0 }, MICROSOFT),
  newNode('Sub', [at('seen'), at('one')], [at('hidden')]),
  newNode('Mul', [at('hidden'), at('far')], [at('mask')]),
  newNode('Add', [at('biased'), at('mask')], [at('masked')]),
];

const padded = (outputs: readonly string[], length: number) =>
  Array.from({ length }, (_, index) => outputs[index] ?? '');
