import type { SelfAttention } from './attention.js';
import { VIEW } from './sizes.js';
import { constant, FLOAT, INT64, newNode, type NodePart } from './write.js';

/** What is added to the scores, float [1, 1, new tokens, places]. Places are those of a buffer and those of new tokens. */
export const MASK = 'glassbox.mask';
/** Which token is in each place, int64 [places]; and how many places are a buffer's and new tokens', int64 [2]. */
export const TOKEN_AT = 'glassbox.token_at';
export const PARTS = 'glassbox.parts';

export const ATTENTION_INPUTS = { [MASK]: FLOAT, [TOKEN_AT]: INT64, [PARTS]: INT64 };

const MICROSOFT = 'com.microsoft';

export interface Heads {
  heads: number;
  width: number;
}

/**
 * A layer's attention over the buffers and the new tokens: the scores of the two apart, joined for the softmax and parted
 * again. So keys and values are read where they are, which no attention operator of onnxruntime does, and the cost of a
 * token grows but little with the text. The mask does for the graph's own, since every row sees all its tokens.
 */
export function attentionNodes(layer: SelfAttention, { heads, width }: Heads): NodePart[] {
  const at = (what: string) => `glassbox.${layer.pastKey}.${what}`;
  const turned = { transB: 1 };
  const swapped = { perm: { list: [0, 2, 1, 3] } };
  const last = { axis: -1 };
  const apart = layer.projected.length === 3 ? layer.projected : [at('query'), at('key'), at('value')];
  const wide = heads * width;
  const scaled = scaledQueries(layer, apart[0] ?? '', width);
  const mask = layer.bias === null ? MASK : `glassbox.${layer.bias}.masked`;
  return [
    constant(at('thirds'), [wide, wide, wide]),
    ...(layer.projected.length === 3 ? [] : [newNode('Split', [layer.projected[0], at('thirds')], apart, { axis: 2 })]),
    constant(at('shape'), [0, 0, heads, width]),
    ...scaled.nodes,
    ...[scaled.queries, ...apart.slice(1)].flatMap((part, index) => [
      newNode('Reshape', [part, at('shape')], [at(`open.${index}`)]),
      newNode('Transpose', [at(`open.${index}`)], [at(`heads.${index}`)], swapped),
    ]),
    ...(layer.bias === null ? [] : placedBias(layer.bias, mask)),
    newNode('FusedMatMul', [at('heads.0'), layer.pastKey], [at('past.scores')], turned, MICROSOFT),
    newNode('FusedMatMul', [at('heads.0'), at('heads.1')], [at('new.scores')], turned, MICROSOFT),
    newNode('Concat', [at('past.scores'), at('new.scores')], [at('scores')], last),
    newNode('Add', [at('scores'), mask], [at('masked')]),
    newNode('Softmax', [at('masked')], [at('shares')], last),
    newNode('Split', [at('shares'), PARTS], [at('past.shares'), at('new.shares')], last),
    newNode('MatMul', [at('past.shares'), layer.pastValue], [at('past.sum')]),
    newNode('MatMul', [at('new.shares'), at('heads.2')], [at('new.sum')]),
    newNode('Add', [at('past.sum'), at('new.sum')], [at('sum')]),
    newNode('Transpose', [at('sum')], [at('rows')], swapped),
    newNode('Reshape', [at('rows'), VIEW], [layer.output]),
  ];
}

/**
 * GPT-2 divides scores by a root. Queries are multiplied instead, and this early: onnxruntime's fast product with one row
 * takes no factor, and it would put one there from a node beside it.
 */
function scaledQueries(layer: SelfAttention, queries: string, width: number): { queries: string; nodes: NodePart[] } {
  if (!layer.scaled) return { queries, nodes: [] };
  const [scale, scaled] = [`glassbox.${layer.pastKey}.scale`, `glassbox.${layer.pastKey}.scaled`];
  const factor = { value_float: { real: 1 / Math.sqrt(width) } };
  return {
    queries: scaled,
    nodes: [newNode('Constant', [], [scale], factor), newNode('Mul', [queries, scale], [scaled])],
  };
}

/** T5's bias by distance is of tokens in their order; the layers share it. */
const placedBias = (bias: string, masked: string): NodePart[] => [
  newNode('Gather', [bias, TOKEN_AT], [`glassbox.${bias}.placed`], { axis: 3 }),
  newNode('Add', [`glassbox.${bias}.placed`, MASK], [masked]),
];
