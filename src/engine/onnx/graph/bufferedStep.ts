import { assemble } from './assemble.js';
import { selfAttentions, type SelfAttention } from './attention.js';
import { declarations, floatShape, type Declarations } from './details.js';
import { HIDDEN_OUTPUT } from './expose.js';
import { branchOf } from './branch.js';
import { readModelGraph, type Graph, type GraphNode } from './read.js';
import { COLUMNS, FLAT, knownSizes, ROWS, VIEW } from './sizes.js';
import { logitsInput } from './trace.js';
import { constant, FLOAT, INT32, INT64, newNode, oldNode, type NodePart } from './write.js';

/** Inputs of a buffered step beside the hub's: what the sizes of the past were read from before. */
export const PAST_SHAPE = 'glassbox.past_shape';
export const TOTAL_SHAPE = 'glassbox.total_shape';
/** index of each row's last token, int32 [rows]; and tokens in all, int32 [1] */
export const LAST_INDEX = 'glassbox.last_index';
export const TOTAL_LENGTH = 'glassbox.total_length';

const readsPast = ({ nodes }: Graph) =>
  nodes.some(({ op, inputs }) => op === 'Concat' && inputs[0]?.startsWith('past_key_values.'));

const presentName = (past: string) => past.replace(/^past_key_values/, 'present');

/**
 * A decoder's step that keeps its keys and values in buffers with room to grow: `past_key_values.*` and `present.*` are
 * the same memory, [rows, heads, capacity, head width], and a step only writes the new tokens into it. Attention is done
 * by onnxruntime's GroupQueryAttention, which reads no further than the text is long; causal masks go, since every row
 * sees all its tokens. Logits are given for the last position only, and the last hidden state as one more output.
 * @returns null when the graph is not written as the known exporters do it
 */
export function bufferedStep(bytes: Uint8Array, file: string): Uint8Array | null {
  const whole = readModelGraph(bytes);
  if (!whole) return null;
  const { graph: step, outer, names } = branchOf(bytes, whole, readsPast);
  if (step.nodes.some(({ branches }) => branches.length > 0)) return null;
  const layers = selfAttentions(bytes, step);
  const declared = (step === whole ? [whole] : [whole, step]).map((graph) => declarations(bytes, graph));
  const heads = layers && headsOf(bytes, layers, declared[0]!);
  const logits = names.get('logits');
  const hidden = logits === undefined ? null : logitsInput(step, logits);
  if (!layers || heads === null || logits === undefined || hidden === null) return null;

  const present = layers.flatMap(({ pastKey, pastValue }) => [pastKey, pastValue]).map(presentName);
  const old = [...outer, ...step.nodes].map((node) => oldNode(bytes, node));
  const projection = step.nodes.filter(({ inputs }) => inputs.includes(hidden));
  return assemble({
    bytes,
    file,
    nodes: [
      ...old,
      ...layers.flatMap((layer) => attentionNode(layer, heads)),
      ...knownSizes(
        bytes,
        step,
        layers.map(({ output }) => output),
      ),
      ...shapeNodes(step, layers),
      ...lastPosition(bytes, projection, hidden),
      newNode('Identity', [hidden], [HIDDEN_OUTPUT]),
      ...(logits === 'logits' ? [] : [newNode('Identity', [logits], ['logits'])]),
    ],
    declared,
    newInputs: {
      ...Object.fromEntries([ROWS, COLUMNS, FLAT, VIEW, PAST_SHAPE, TOTAL_SHAPE].map((name) => [name, INT64])),
      ...Object.fromEntries([LAST_INDEX, TOTAL_LENGTH].map((name) => [name, INT32])),
    },
    outputs: Object.fromEntries(['logits', HIDDEN_OUTPUT, ...present].map((name) => [name, FLOAT])),
  });
}

/** The number of heads, the same in all layers; null when the graph leaves it open or onnxruntime cannot do it. */
function headsOf(bytes: Uint8Array, layers: readonly SelfAttention[], { inputs }: Declarations): number | null {
  const shapes = layers.map(({ pastKey }) => {
    const input = inputs.get(pastKey);
    return input ? floatShape(bytes, input) : null;
  });
  const [, heads, , width] = shapes[0] ?? [];
  const same = shapes.every((shape) => shape?.[1] === heads && shape?.[3] === width);
  return same && heads && width && width % 8 === 0 ? heads : null;
}

function attentionNode(layer: SelfAttention, heads: number): NodePart[] {
  const [query, key = '', value = ''] = layer.projected;
  const past = [layer.pastKey, layer.pastValue];
  const inputs = [query, key, value, ...past, LAST_INDEX, TOTAL_LENGTH];
  if (layer.bias !== null) inputs.push('', '', '', layer.bias);
  // A scale of 0 stands for one over the square root of the head's width.
  const attributes = { num_heads: heads, kv_num_heads: heads, scale: { real: layer.scaled ? 0 : 1 } };
  const outputs = [layer.output, ...past.map(presentName)];
  return [newNode('GroupQueryAttention', inputs, outputs, attributes, 'com.microsoft')];
}

/** The buffers are longer than the text: sizes that were read from the past or the present come in as inputs. */
function shapeNodes({ nodes }: Graph, layers: readonly SelfAttention[]): NodePart[] {
  const sources = new Map(
    layers.flatMap(({ pastKey, pastValue, key, value }) => [
      [pastKey, PAST_SHAPE],
      [pastValue, PAST_SHAPE],
      [key, TOTAL_SHAPE],
      [value, TOTAL_SHAPE],
    ]),
  );
  return nodes.flatMap(({ op, inputs, outputs }) => {
    const source = op === 'Shape' ? sources.get(inputs[0] ?? '') : undefined;
    return source === undefined ? [] : [newNode('Identity', [source], outputs)];
  });
}

/** Cuts the hidden states to the last position before the projection. */
function lastPosition(bytes: Uint8Array, projection: readonly GraphNode[], hidden: string): NodePart[] {
  const [start, end, axis, last] = ['start', 'end', 'axis', 'hidden'].map((name) => `glassbox.last_${name}`) as [
    string,
    string,
    string,
    string,
  ];
  return [
    constant(start, [-1]),
    constant(end, [Number.MAX_SAFE_INTEGER]),
    constant(axis, [1]),
    newNode('Slice', [hidden, start, end, axis], [last]),
    ...projection.map((node) => oldNode(bytes, node, new Map([[hidden, last]]))),
  ];
}
