import { assembleModel } from './assemble.js';
import { selectBranch } from '../graph/decoderBranch.js';
import { readDeclarations, floatShape } from '../protobuf/details.js';
import { readModelGraph, type Graph } from '../protobuf/read.js';
import { constantNode, FLOAT, encodeNode, copyNode, type EncodedNode } from '../protobuf/write.js';

const readsNoPast = ({ nodes }: Graph) =>
  !nodes.some(({ inputs }) => inputs.some((name) => name.startsWith('past_key_values.')));

/**
 * The part of an encoder-decoder's first step that turns the encoder's states into the keys and values of every layer's
 * cross-attention, `present.*.encoder.*`: [rows, source tokens, width] in, [rows, heads, source tokens, head width] out.
 * @returns null when the graph is not written as the known exporters do it
 */
export function rewriteCrossAttentionCache(bytes: Uint8Array, file: string): Uint8Array | null {
  const whole = readModelGraph(bytes);
  if (!whole) return null;
  const { graph, outer, names } = selectBranch(bytes, whole, readsNoPast);
  const declared = (graph === whole ? [whole] : [whole, graph]).map((one) => readDeclarations(bytes, one));
  const producer = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const wanted = [...declared[0]!.outputs].filter(([name]) => /^present\..*\.encoder\.(key|value)$/.test(name));
  const added: EncodedNode[] = [];
  for (const [name, value] of wanted) {
    const inside = names.get(name) ?? name;
    const lease = producer.get(inside);
    const heads = producer.get(lease?.inputs[0] ?? '');
    const [, count, , width] = floatShape(bytes, value) ?? [];
    if (lease?.op !== 'Transpose' || heads?.op !== 'Reshape' || !count || !width) return null;
    // The exporters read the number of rows from the decoder's tokens; a zero keeps it as it is.
    const [sizes, split] = [`glassbox.${name}.sizes`, `glassbox.${name}.split`];
    added.push(
      constantNode(sizes, [0, 0, count, width]),
      encodeNode('Reshape', [heads.inputs[0] ?? '', sizes], [split]),
      copyNode(bytes, lease, new Map([[lease.inputs[0] ?? '', split]])),
      ...(inside === name ? [] : [encodeNode('Identity', [inside], [name])]),
    );
  }
  if (wanted.length === 0) return null;
  return assembleModel({
    bytes,
    file,
    nodes: [...[...outer, ...graph.nodes].map((node) => copyNode(bytes, node)), ...added],
    declared,
    newInputs: {},
    outputs: Object.fromEntries(wanted.map(([name]) => [name, FLOAT])),
  });
}
