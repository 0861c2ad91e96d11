import { assembleModel } from './assemble.js';
import { BEST_COUNT, BEST_OUTPUTS, bestLogitsNodes } from './bestLogits.js';
import { ATTENTION_INPUTS, bufferedAttentionNodes, type HeadShape } from './bufferedAttention.js';
import { findSelfAttentions, type SelfAttention } from './selfAttention.js';
import { readDeclarations, floatShape, type Declarations } from '../protobuf/details.js';
import { HIDDEN_OUTPUT } from './exposeHiddenState.js';
import { selectBranch } from '../graph/decoderBranch.js';
import { readModelGraph, type Graph, type GraphNode } from '../protobuf/read.js';
import { TOKEN_COUNT, FLAT_SHAPE, replaceKnownSizes, ROW_COUNT, VIEW_SHAPE } from './knownSizes.js';
import { logitsInput } from '../graph/trace.js';
import { constantNode, FLOAT, INT64, encodeNode, copyNode, type EncodedNode } from '../protobuf/write.js';

/** Inputs of a buffered step beside the hub's: what the sizes of the past were read from before. */
export const PAST_SHAPE = 'glassbox.past_shape';
export const TOTAL_SHAPE = 'glassbox.total_shape';

const readsPast = ({ nodes }: Graph) =>
  nodes.some(({ op, inputs }) => op === 'Concat' && inputs[0]?.startsWith('past_key_values.'));

/** Outputs: a layer's new keys or values, [rows, new tokens, width], or its queries, keys and values side by side. */
export const newKeyValueName = (past: string) => `glassbox.new.${past}`;
export const packedProjectionName = (pastKey: string) => `glassbox.all_new.${pastKey}`;

/**
 * A decoder's step that reads keys and values from buffers with room to grow, `past_key_values.*` as [rows, heads,
 * capacity, head width], and gives only the new ones. Logits are given for the last position only, all or the best, and
 * the last hidden state as one more output.
 * @returns null when the graph is not written as the known exporters do it
 */
export function rewriteBufferedStep(bytes: Uint8Array, file: string): Uint8Array | null {
  const whole = readModelGraph(bytes);
  if (!whole) return null;
  const { graph: step, outer, names } = selectBranch(bytes, whole, readsPast);
  if (step.nodes.some(({ branches }) => branches.length > 0)) return null;
  const layers = findSelfAttentions(bytes, step);
  const declared = (step === whole ? [whole] : [whole, step]).map((graph) => readDeclarations(bytes, graph));
  const heads = layers && headsOf(bytes, layers, declared[0]!);
  const logits = names.get('logits');
  const hidden = logits === undefined ? null : logitsInput(step, logits);
  if (!layers || heads === null || logits === undefined || hidden === null) return null;

  const fresh = layers.flatMap(({ pastKey, pastValue, projected: [query, key, value] }): [string, string][] =>
    key === undefined || value === undefined
      ? [[query, packedProjectionName(pastKey)]]
      : [
          [key, newKeyValueName(pastKey)],
          [value, newKeyValueName(pastValue)],
        ],
  );
  const old = [...outer, ...step.nodes].map((node) => copyNode(bytes, node));
  const projection = step.nodes.filter(({ inputs }) => inputs.includes(hidden));
  return assembleModel({
    bytes,
    file,
    nodes: [
      ...old,
      ...layers.flatMap((layer) => bufferedAttentionNodes(layer, heads)),
      ...replaceKnownSizes(
        bytes,
        step,
        layers.map(({ output }) => output),
      ),
      ...shapeNodes(step, layers),
      ...lastPositionNodes(bytes, projection, hidden),
      ...[...fresh, [hidden, HIDDEN_OUTPUT] as const].map(([tensor, name]) => encodeNode('Identity', [tensor], [name])),
      ...(logits === 'logits' ? [] : [encodeNode('Identity', [logits], ['logits'])]),
      ...bestLogitsNodes(logits),
    ],
    declared,
    newInputs: {
      ...Object.fromEntries(
        [ROW_COUNT, TOKEN_COUNT, FLAT_SHAPE, VIEW_SHAPE, PAST_SHAPE, TOTAL_SHAPE, BEST_COUNT].map((name) => [
          name,
          INT64,
        ]),
      ),
      ...ATTENTION_INPUTS,
    },
    outputs: {
      ...Object.fromEntries(['logits', HIDDEN_OUTPUT, ...fresh.map(([, name]) => name)].map((name) => [name, FLOAT])),
      ...BEST_OUTPUTS,
    },
  });
}

/** Heads and their width, the same in all layers; null when the graph leaves them open. */
function headsOf(bytes: Uint8Array, layers: readonly SelfAttention[], { inputs }: Declarations): HeadShape | null {
  const shapes = layers.map(({ pastKey }) => {
    const input = inputs.get(pastKey);
    return input ? floatShape(bytes, input) : null;
  });
  const [, heads, , width] = shapes[0] ?? [];
  const same = shapes.every((shape) => shape?.[1] === heads && shape?.[3] === width);
  return same && heads && width ? { heads, width } : null;
}

/** The buffers are longer than the text: sizes that were read from the past or the present come in as inputs. */
function shapeNodes({ nodes }: Graph, layers: readonly SelfAttention[]): EncodedNode[] {
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
    return source === undefined ? [] : [encodeNode('Identity', [source], outputs)];
  });
}

/** Cuts the hidden states to the last position before the projection. */
function lastPositionNodes(bytes: Uint8Array, projection: readonly GraphNode[], hidden: string): EncodedNode[] {
  const [start, end, axis, last] = ['start', 'end', 'axis', 'hidden'].map((name) => `glassbox.last_${name}`) as [
    string,
    string,
    string,
    string,
  ];
  return [
    constantNode(start, [-1]),
    constantNode(end, [Number.MAX_SAFE_INTEGER]),
    constantNode(axis, [1]),
    encodeNode('Slice', [hidden, start, end, axis], [last]),
    ...projection.map((node) => copyNode(bytes, node, new Map([[hidden, last]]))),
  ];
}
