import type { SelfAttention } from './attention.js';
import { VIEW } from './sizes.js';
import { constant, FLOAT, INT32, INT64, newNode, type NodePart } from './write.js';

/** Inputs of GroupQueryAttention: index of each row's last token, int32 [rows]; and tokens in all, int32 [1]. */
export const LAST_INDEX = 'glassbox.last_index';
export const TOTAL_LENGTH = 'glassbox.total_length';
/** What is added to the scores, float [1, 1, new tokens, capacity + new tokens]; and those two lengths, int64 [2]. */
export const MASK = 'glassbox.mask';
export const PARTS = 'glassbox.parts';

export const ATTENTION_INPUTS = { [LAST_INDEX]: INT32, [TOTAL_LENGTH]: INT32, [MASK]: FLOAT, [PARTS]: INT64 };

const MICROSOFT = 'com.microsoft';

export interface Heads {
  heads: number;
  width: number;
}

/** A layer's attention over the buffers and the new tokens. */
export function attentionNodes(layer: SelfAttention, sizes: Heads): NodePart[] {
  return layer.bias === null ? inPlace(layer, sizes) : joined(layer, sizes);
}

/**
 * T5's: onnxruntime's GroupQueryAttention, which takes a bias and copies keys and values as far as the text is long. Its
 * causal mask does for the graph's own, since every row sees all its tokens.
 */
function joined(layer: SelfAttention, { heads }: Heads): NodePart[] {
  const [query, key = '', value = ''] = layer.projected;
  const past = [layer.pastKey, layer.pastValue];
  const inputs = [query, key, value, ...past, LAST_INDEX, TOTAL_LENGTH, '', '', '', layer.bias ?? ''];
  const outputs = [layer.output, ...past.map((name) => `${name}.joined`)];
  const attributes = { num_heads: heads, kv_num_heads: heads, scale: { real: 1 } };
  return [newNode('GroupQueryAttention', inputs, outputs, attributes, MICROSOFT)];
}

/**
 * Scores of the past and of the new tokens apart, joined for the softmax and parted again: so keys and values are read
 * where they are, which no attention operator of onnxruntime does, and the cost of a token grows but little with the text.
 */
function inPlace(layer: SelfAttention, { heads, width }: Heads): NodePart[] {
  const at = (what: string) => `glassbox.${layer.pastKey}.${what}`;
  const turned = { transB: 1 };
  const swapped = { perm: { list: [0, 2, 1, 3] } };
  const last = { axis: -1 };
  const apart = layer.projected.length === 3 ? layer.projected : [at('query'), at('key'), at('value')];
  const wide = heads * width;
  return [
    constant(at('thirds'), [wide, wide, wide]),
    ...(layer.projected.length === 3 ? [] : [newNode('Split', [layer.projected[0], at('thirds')], apart, { axis: 2 })]),
    constant(at('shape'), [0, 0, heads, width]),
    // Queries are scaled, and this early: onnxruntime's fast product with one row takes no factor, and it would put one
    // there from a node beside it.
    newNode('Constant', [], [at('scale')], { value_float: { real: 1 / Math.sqrt(width) } }),
    newNode('Mul', [apart[0], at('scale')], [at('scaled')]),
    ...[at('scaled'), ...apart.slice(1)].flatMap((part, index) => [
      newNode('Reshape', [part, at('shape')], [at(`open.${index}`)]),
      newNode('Transpose', [at(`open.${index}`)], [at(`heads.${index}`)], swapped),
    ]),
    newNode('FusedMatMul', [at('heads.0'), layer.pastKey], [at('past.scores')], turned, MICROSOFT),
    newNode('FusedMatMul', [at('heads.0'), at('heads.1')], [at('new.scores')], turned, MICROSOFT),
    newNode('Concat', [at('past.scores'), at('new.scores')], [at('scores')], last),
    newNode('Add', [at('scores'), MASK], [at('masked')]),
    newNode('Softmax', [at('masked')], [at('shares')], last),
    newNode('Split', [at('shares'), PARTS], [at('past.shares'), at('new.shares')], last),
    newNode('MatMul', [at('past.shares'), layer.pastValue], [at('past.sum')]),
    newNode('MatMul', [at('new.shares'), at('heads.2')], [at('new.sum')]),
    newNode('Add', [at('past.sum'), at('new.sum')], [at('sum')]),
    newNode('Transpose', [at('sum')], [at('rows')], swapped),
    newNode('Reshape', [at('rows'), VIEW], [layer.output]),
  ];
}
