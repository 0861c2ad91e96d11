import { constantInts } from '../protobuf/details.js';
import type { Graph, GraphNode } from '../protobuf/read.js';
import { encodeNode, type EncodedNode } from '../protobuf/write.js';

/** Inputs that stand for what exporters read from tensors' shapes: rows and new tokens, int64 [1] each … */
export const ROW_COUNT = 'glassbox.rows';
export const TOKEN_COUNT = 'glassbox.columns';
/** … and whole shapes: rows times tokens and the rest; rows, tokens and the rest. */
export const FLAT_SHAPE = 'glassbox.flat';
export const VIEW_SHAPE = 'glassbox.view';

/** Numbers in one token's state, or in all its heads; the largest models' have some 20,000. */
export const MOST_WIDTH = 1_000_000;

/** What gives [rows, tokens, …] when one input is of that kind; the others are weights or the like of it. */
const TOKENWISE = new Set([
  ...['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Sqrt', 'Tanh', 'Erf', 'Relu', 'Cast', 'Identity', 'Dropout', 'ReduceMean'],
  ...['DequantizeLinear', 'LayerNormalization', 'SimplifiedLayerNormalization', 'Gelu', 'FastGelu', 'MatMul'],
  'MatMulNBits',
]);

/**
 * Exporters write a view such as `x.view(x.size(0), x.size(1), 768)` as a dozen tiny nodes, which cost as much as they
 * all are small. Sizes of tensors of the kind [rows, tokens, …] are known before the step, so the nodes that work them
 * out go.
 * @param tokenTensors known to be of that kind beside what follows from `input_ids`
 */
export function replaceKnownSizes(bytes: Uint8Array, graph: Graph, tokenTensors: readonly string[]): EncodedNode[] {
  const producer = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const ofTokens = new Set(['input_ids', 'position_ids', ...tokenTensors]);
  const known = new Map<string, typeof ROW_COUNT | typeof TOKEN_COUNT>();
  const replaced: EncodedNode[] = [];

  const isOfTokens = (name: string) => ofTokens.has(name);
  const ints = (name = ''): number[] => {
    const node = producer.get(name);
    return node?.op === 'Constant' ? constantInts(bytes, node) : [];
  };
  const shapeOf = (name = ''): string | null => {
    const node = producer.get(name);
    return node?.op === 'Shape' ? (node.inputs[0] ?? null) : null;
  };
  /** Whether this is the last size of a tensor, as a list of one. */
  const lastSizeOf = (name: string, tensor: string): boolean => {
    const squeezed = producer.get(producer.get(name)?.inputs[0] ?? '');
    const slice = producer.get(squeezed?.inputs[0] ?? '');
    return (
      producer.get(name)?.op === 'Unsqueeze' &&
      squeezed?.op === 'Squeeze' &&
      slice?.op === 'Slice' &&
      ints(slice.inputs[1])[0] === -1 &&
      shapeOf(slice.inputs[0]) === tensor
    );
  };
  const reshape = (node: GraphNode): void => {
    const [data = '', sizes = ''] = node.inputs;
    const list = producer.get(sizes);
    if (list?.op !== 'Concat') return;
    const [first = '', second = ''] = list.inputs;
    const isRest = ints(first)[0] === -1;
    const rowsFirst = known.get(first) === ROW_COUNT || (isRest && list.inputs.length === 2);
    if (rowsFirst && known.get(second) === TOKEN_COUNT) {
      ofTokens.add(node.outputs[0] ?? '');
      if (list.inputs.length === 3) replaced.push(encodeNode('Reshape', [data, VIEW_SHAPE], node.outputs));
    }
    const flat = list.inputs.length === 2 && isRest && lastSizeOf(second, data);
    if (flat && ofTokens.has(data)) replaced.push(encodeNode('Reshape', [data, FLAT_SHAPE], node.outputs));
  };

  for (const node of graph.nodes) {
    const [first = '', second = ''] = node.inputs;
    const [output = ''] = node.outputs;
    if (node.op === 'Unsqueeze') {
      const gather = producer.get(first);
      const source = gather?.op === 'Gather' ? shapeOf(gather.inputs[0]) : null;
      const [index] = ints(gather?.inputs[1]);
      if (source === null || !ofTokens.has(source) || (index !== 0 && index !== 1)) continue;
      known.set(output, index === 0 ? ROW_COUNT : TOKEN_COUNT);
      replaced.push(encodeNode('Identity', [known.get(output)!], [output]));
    } else if (node.op === 'Reshape') {
      reshape(node);
    } else if (node.op === 'Gather' ? ofTokens.has(second) : TOKENWISE.has(node.op) && node.inputs.some(isOfTokens)) {
      ofTokens.add(output);
    }
  }
  return replaced;
}
