import type { SelfAttention } from './selfAttention.js';
import { VIEW_SHAPE } from './knownSizes.js';
import { constantNode, FLOAT, INT64, encodeNode, type EncodedNode } from '../protobuf/write.js';

/** What is added to the scores, float [1, 1, new tokens, places]. Places are those of a buffer and those of new tokens. */
export const STEP_MASK = 'glassbox.mask';
/** Which token is in each place, int64 [places]; and how many places are a buffer's and new tokens', int64 [2]. */
export const TOKEN_POSITIONS = 'glassbox.token_at';
export const SPLIT_SIZES = 'glassbox.parts';

export const ATTENTION_INPUTS = { [STEP_MASK]: FLOAT, [TOKEN_POSITIONS]: INT64, [SPLIT_SIZES]: INT64 };

const MICROSOFT = 'com.microsoft';

export interface HeadShape {
  heads: number;
  width: number;
}

/**
 * A layer's attention over the buffers and the new tokens: the scores of the two apart, joined for the softmax and parted
 * again. So keys and values are read where they are, which no attention operator of onnxruntime does, and the cost of a
 * token grows but little with the text. The mask does for the graph's own, since every row sees all its tokens.
 */
export function bufferedAttentionNodes(layer: SelfAttention, { heads, width }: HeadShape): EncodedNode[] {
  const at = (what: string) => `glassbox.${layer.pastKey}.${what}`;
  const turned = { transB: 1 };
  const swapped = { perm: { list: [0, 2, 1, 3] } };
  const last = { axis: -1 };
  const apart = layer.projected.length === 3 ? layer.projected : [at('query'), at('key'), at('value')];
  const wide = heads * width;
  const scaled = scaleQueries(layer, apart[0] ?? '', width);
  const mask = layer.bias === null ? STEP_MASK : `glassbox.${layer.bias}.masked`;
  return [
    constantNode(at('thirds'), [wide, wide, wide]),
    ...(layer.projected.length === 3
      ? []
      : [encodeNode('Split', [layer.projected[0], at('thirds')], apart, { axis: 2 })]),
    constantNode(at('shape'), [0, 0, heads, width]),
    ...scaled.nodes,
    ...[scaled.queries, ...apart.slice(1)].flatMap((part, index) => [
      encodeNode('Reshape', [part, at('shape')], [at(`open.${index}`)]),
      encodeNode('Transpose', [at(`open.${index}`)], [at(`heads.${index}`)], swapped),
    ]),
    ...(layer.bias === null ? [] : maskedBiasNodes(layer.bias, mask)),
    encodeNode('FusedMatMul', [at('heads.0'), layer.pastKey], [at('past.scores')], turned, MICROSOFT),
    encodeNode('FusedMatMul', [at('heads.0'), at('heads.1')], [at('new.scores')], turned, MICROSOFT),
    encodeNode('Concat', [at('past.scores'), at('new.scores')], [at('scores')], last),
    encodeNode('Add', [at('scores'), mask], [at('masked')]),
    encodeNode('Softmax', [at('masked')], [at('shares')], last),
    encodeNode('Split', [at('shares'), SPLIT_SIZES], [at('past.shares'), at('new.shares')], last),
    encodeNode('MatMul', [at('past.shares'), layer.pastValue], [at('past.sum')]),
    encodeNode('MatMul', [at('new.shares'), at('heads.2')], [at('new.sum')]),
    encodeNode('Add', [at('past.sum'), at('new.sum')], [at('sum')]),
    encodeNode('Transpose', [at('sum')], [at('rows')], swapped),
    encodeNode('Reshape', [at('rows'), VIEW_SHAPE], [layer.output]),
  ];
}

/**
 * GPT-2 divides scores by a root. Queries are multiplied instead, and this early: onnxruntime's fast product with one row
 * takes no factor, and it would put one there from a node beside it.
 */
function scaleQueries(layer: SelfAttention, queries: string, width: number): { queries: string; nodes: EncodedNode[] } {
  if (!layer.scaled) return { queries, nodes: [] };
  const [scale, scaled] = [`glassbox.${layer.pastKey}.scale`, `glassbox.${layer.pastKey}.scaled`];
  const factor = { value_float: { real: 1 / Math.sqrt(width) } };
  return {
    queries: scaled,
    nodes: [encodeNode('Constant', [], [scale], factor), encodeNode('Mul', [queries, scale], [scaled])],
  };
}

/** T5's bias by distance is of tokens in their order; the layers share it. */
const maskedBiasNodes = (bias: string, masked: string): EncodedNode[] => [
  encodeNode('Gather', [bias, TOKEN_POSITIONS], [`glassbox.${bias}.placed`], { axis: 3 }),
  encodeNode('Add', [`glassbox.${bias}.placed`, STEP_MASK], [masked]),
];
