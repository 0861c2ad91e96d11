import type { GraphNode } from '../protobuf/read.js';
import { copyNode, encodeNode, type EncodedNode } from '../protobuf/write.js';

/** The sum within a fused node, which gives the norm of it only, by itself … */
export const BARE_SUM = 'glassbox.sum';
const NOTHING = 'glassbox.sum.nothing';

/** Places of what is added among a fused node's inputs: two activations, and a bias behind the norm's weights. */
const biasPlace = (node: GraphNode) => (node.op === 'SkipLayerNormalization' ? 4 : 3);

export function bareSum({ inputs, ...node }: GraphNode): EncodedNode[] {
  const [state = '', skipped = ''] = inputs;
  const bias = inputs[biasPlace({ inputs, ...node })] || null;
  const both = bias === null ? BARE_SUM : `${BARE_SUM}.both`;
  return [
    encodeNode('Add', [state, skipped], [both]),
    ...(bias === null ? [] : [encodeNode('Add', [both, bias], [BARE_SUM])]),
  ];
}

/** … and the fused node with a sum that is made already: nothing is added to it. */
export function normOfSum(bytes: Uint8Array, node: GraphNode, sum: string): EncodedNode[] {
  const [state = '', skipped = ''] = node.inputs;
  const bias = node.inputs[biasPlace(node)];
  const renamed = new Map([[state, sum], [skipped, NOTHING], ...(bias ? [[bias, ''] as const] : [])]);
  return [encodeNode('Sub', [sum, sum], [NOTHING]), copyNode(bytes, node, renamed)];
}
