import { PbfReader } from 'pbf';
import type { AttentionNode } from './attentionNode.js';
import { intsAttribute } from '../protobuf/details.js';
import { fieldContents, readFields, type GraphNode } from '../protobuf/read.js';
import type { GraphIndex } from '../graph/graphIndex.js';
import { constantNode, FLOAT, encodeNode, extendNode, type EncodedNode } from '../protobuf/write.js';

const MICROSOFT = 'com.microsoft';
const SOFTMAX = { axis: -1 };

/** The domain of a node's operator; empty for ONNX's own. */
function domainOf(bytes: Uint8Array, node: GraphNode): string {
  const pbf = new PbfReader(bytes);
  let domain = '';
  readFields(pbf, node.content, (number) => {
    if (number === 7) domain = pbf.readString();
  });
  return domain;
}

/** A node's attribute that is a real number. */
function realAttribute(bytes: Uint8Array, node: GraphNode, wanted: string): number | null {
  const pbf = new PbfReader(bytes);
  for (const attribute of fieldContents(pbf, node.content, 5)) {
    let name = '';
    let value: number | null = null;
    readFields(pbf, attribute, (number) => {
      if (number === 1) name = pbf.readString();
      else if (number === 2) value = pbf.readFloat();
    });
    if (name === wanted) return value;
  }
  return null;
}

/** An attention that an optimiser or exporter wrote as one operator; null for other nodes. */
export function matchFusedAttention(bytes: Uint8Array, graphIndex: GraphIndex, node: GraphNode): AttentionNode | null {
  switch (node.op) {
    case 'MultiHeadAttention':
      return matchMultiHead(bytes, graphIndex, node);
    case 'GroupQueryAttention':
      return matchByAttribute(bytes, graphIndex, node, 'num_heads', { qk_output: 2 });
    case 'Attention':
      return domainOf(bytes, node) === MICROSOFT
        ? matchPacked(bytes, node)
        : matchByAttribute(bytes, graphIndex, node, 'q_num_heads', { qk_matmul_output_mode: 3 });
    default:
      return null;
  }
}

const headsOf = (bytes: Uint8Array, node: GraphNode, attribute: string) =>
  intsAttribute(bytes, node, attribute)[0] ?? 0;

/** What the queries are made of, and whether the keys are of another sequence; packed or missing keys are of the same. */
function sourcesOf(
  graphIndex: GraphIndex,
  { inputs: [queries = '', keys = ''] }: GraphNode,
): Pick<AttentionNode, 'reads' | 'isCross'> {
  const reads = graphIndex.projectionSources(queries);
  return { reads, isCross: keys !== '' && !graphIndex.projectionSources(keys).some((name) => reads.includes(name)) };
}

/** com.microsoft.MultiHeadAttention gives as its fourth output what goes into the softmax, masks included. */
function matchMultiHead(bytes: Uint8Array, graphIndex: GraphIndex, node: GraphNode): AttentionNode {
  const [products, weights] = ['products', 'weights'].map((what) => `glassbox.${node.outputs[0]}.${what}`) as [
    string,
    string,
  ];
  const masked = Boolean(node.inputs[4] || node.inputs[5]) || intsAttribute(bytes, node, 'unidirectional')[0] === 1;
  return {
    ...sourcesOf(graphIndex, node),
    weights,
    scores: masked ? null : products,
    isBiased: false,
    isScaled: true,
    extraOutput: products,
    addedNodes: [
      extendNode(bytes, node, [...padOutputs(node.outputs, 3), products]),
      encodeNode('Softmax', [products], [weights], SOFTMAX),
    ],
    output: { tensor: node.outputs[0] ?? '', heads: headsOf(bytes, node, 'num_heads') },
  };
}

/** Operators with an attribute that has their fourth output be the weights: GroupQueryAttention, ONNX's own Attention. */
function matchByAttribute(
  bytes: Uint8Array,
  graphIndex: GraphIndex,
  node: GraphNode,
  heads: string,
  attributes: Record<string, number>,
): AttentionNode {
  const weights = `glassbox.${node.outputs[0]}.weights`;
  const count = headsOf(bytes, node, heads);
  return {
    ...sourcesOf(graphIndex, node),
    weights,
    scores: null,
    isBiased: false,
    isScaled: true,
    extraOutput: weights,
    addedNodes: [extendNode(bytes, node, [...padOutputs(node.outputs, 3), weights], attributes)],
    // ONNX's Attention takes [rows, heads, tokens, width], too, and then names no number of heads.
    output: { tensor: node.outputs[0] ?? '', heads: count > 0 ? count : 'second axis' },
  };
}

/**
 * com.microsoft.Attention gives out nothing but its result, so its first half is computed again from its inputs: one
 * projection to queries, keys and values, of which every token is seen, but later ones where it is unidirectional.
 */
function matchPacked(bytes: Uint8Array, node: GraphNode): AttentionNode | null {
  const [input = '', matrix = '', added = '', , , bias = ''] = node.inputs;
  const heads = headsOf(bytes, node, 'num_heads');
  const at = (what: string) => `glassbox.${node.outputs[0]}.${what}`;
  const lease = (what: string, to: string, perm: number[]) =>
    encodeNode('Transpose', [what], [to], { perm: { list: perm } });
  // Sizes of their own for queries, keys and values are pruned models'; they have no known use.
  if (heads === 0 || matrix === '' || intsAttribute(bytes, node, 'qkv_hidden_sizes').length > 0) return null;
  const causal = intsAttribute(bytes, node, 'unidirectional')[0] === 1;
  const scale = realAttribute(bytes, node, 'scale');
  const nodes: EncodedNode[] = [
    encodeNode('MatMul', [input, matrix], [at('product')]),
    added === ''
      ? encodeNode('Identity', [at('product')], [at('all')])
      : encodeNode('Add', [at('product'), added], [at('all')]),
    encodeNode('Cast', [at('all')], [at('floats')], { to: FLOAT }),
    constantNode(at('shape'), [0, 0, 3, heads, -1]),
    encodeNode('Reshape', [at('floats'), at('shape')], [at('thirds')]),
    constantNode(at('apart'), [0, 0, heads, -1]),
    constantNode(at('first'), [0]),
    constantNode(at('second'), [1]),
    ...(['queries', 'keys'] as const).flatMap((part, index) => [
      encodeNode('Gather', [at('thirds'), at(index === 0 ? 'first' : 'second')], [at(`${part}.one`)], { axis: 2 }),
      encodeNode('Reshape', [at(`${part}.one`), at('apart')], [at(part)]),
      lease(at(part), at(`${part}.heads`), index === 0 ? [0, 2, 1, 3] : [0, 2, 3, 1]),
    ]),
    encodeNode('MatMul', [at('queries.heads'), at('keys.heads')], [at('products')]),
    ...(scale ? [encodeNode('Constant', [], [at('scale')], { value_float: { real: scale } })] : widthScale(at)),
    encodeNode('Mul', [at('products'), at('scale')], [at('scores')]),
    bias === ''
      ? encodeNode('Identity', [at('scores')], [at('biased')])
      : encodeNode('Cast', [bias], [at('bias')], { to: FLOAT }),
    ...(bias === '' ? [] : [encodeNode('Add', [at('scores'), at('bias')], [at('biased')])]),
    ...(causal ? causalMask(at) : [encodeNode('Identity', [at('biased')], [at('masked')])]),
    encodeNode('Softmax', [at('masked')], [at('weights')], SOFTMAX),
  ];
  return {
    reads: [input],
    isCross: false,
    weights: at('weights'),
    scores: bias === '' ? at('scores') : null,
    isBiased: bias !== '',
    isScaled: true,
    addedNodes: nodes,
    output: { tensor: node.outputs[0] ?? '', heads },
  };
}

/** One over the root of a head's width, read from the queries. */
const widthScale = (at: (what: string) => string): EncodedNode[] => [
  encodeNode('Shape', [at('queries')], [at('sizes')]),
  constantNode(at('last'), [-1]),
  encodeNode('Gather', [at('sizes'), at('last')], [at('width')], { axis: 0 }),
  encodeNode('Cast', [at('width')], [at('wide')], { to: FLOAT }),
  encodeNode('Sqrt', [at('wide')], [at('root')]),
  encodeNode('Reciprocal', [at('root')], [at('scale')]),
];

/** Later tokens are not seen: far below any score above the diagonal, 0 elsewhere. */
const causalMask = (at: (what: string) => string): EncodedNode[] => [
  constantNode(at('one.whole'), [1]),
  constantNode(at('far.whole'), [1e15]),
  encodeNode('Cast', [at('one.whole')], [at('one')], { to: FLOAT }),
  encodeNode('Cast', [at('far.whole')], [at('far')], { to: FLOAT }),
  encodeNode('Sub', [at('scores'), at('scores')], [at('zeros')]),
  encodeNode('Add', [at('zeros'), at('one')], [at('ones')]),
  encodeNode('Trilu', [at('ones')], [at('seen')], { upper: 0 }, MICROSOFT),
  encodeNode('Sub', [at('seen'), at('one')], [at('hidden')]),
  encodeNode('Mul', [at('hidden'), at('far')], [at('mask')]),
  encodeNode('Add', [at('biased'), at('mask')], [at('masked')]),
];

const padOutputs = (outputs: readonly string[], length: number) =>
  Array.from({ length }, (_, index) => outputs[index] ?? '');
