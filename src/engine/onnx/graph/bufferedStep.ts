import { assemble } from './assemble.js';
import { BEST, BEST_OUTPUTS, bestNodes } from './bestLogits.js';
import { ATTENTION_INPUTS, attentionNodes, type Heads } from './attentionNodes.js';
import { selfAttentions, type SelfAttention } from './attention.js';
import { declarations, floatShape, type Declarations } from './details.js';
import { HIDDEN_OUTPUT } from './expose.js';
import { branchOf } from './branch.js';
import { readModelGraph, type Graph, type GraphNode } from './read.js';
import { COLUMNS, FLAT, knownSizes, ROWS, VIEW } from './sizes.js';
import { logitsInput } from './trace.js';
import { constant, FLOAT, INT64, newNode, oldNode, type NodePart } from './write.js';

/** Inputs of a buffered step beside the hub's: what the sizes of the past were read from before. */
export const PAST_SHAPE = 'glassbox.past_shape';
export const TOTAL_SHAPE = 'glassbox.total_shape';

const readsPast = ({ nodes }: Graph) =>
  nodes.some(({ op, inputs }) => op === 'Concat' && inputs[0]?.startsWith('past_key_values.'));

/** Outputs: a layer's new keys or values, [rows, new tokens, width], or its queries, keys and values side by side. */
export const newOf = (past: string) => `glassbox.new.${past}`;
export const allNewOf = (pastKey: string) => `glassbox.all_new.${pastKey}`;

/**
 * A decoder's step that reads keys and values from buffers with room to grow, `past_key_values.*` as [rows, heads,
 * capacity, head width], and gives only the new ones. Logits are given for the last position only, all or the best, and
 * the last hidden state as one more output.
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

  const fresh = layers.flatMap(({ pastKey, pastValue, projected: [query, key, value] }): [string, string][] =>
    key === undefined || value === undefined
      ? [[query, allNewOf(pastKey)]]
      : [
          [key, newOf(pastKey)],
          [value, newOf(pastValue)],
        ],
  );
  const old = [...outer, ...step.nodes].map((node) => oldNode(bytes, node));
  const projection = step.nodes.filter(({ inputs }) => inputs.includes(hidden));
  return assemble({
    bytes,
    file,
    nodes: [
      ...old,
      ...layers.flatMap((layer) => attentionNodes(layer, heads)),
      ...knownSizes(
        bytes,
        step,
        layers.map(({ output }) => output),
      ),
      ...shapeNodes(step, layers),
      ...lastPosition(bytes, projection, hidden),
      ...[...fresh, [hidden, HIDDEN_OUTPUT] as const].map(([tensor, name]) => newNode('Identity', [tensor], [name])),
      ...(logits === 'logits' ? [] : [newNode('Identity', [logits], ['logits'])]),
      ...bestNodes(logits),
    ],
    declared,
    newInputs: {
      ...Object.fromEntries([ROWS, COLUMNS, FLAT, VIEW, PAST_SHAPE, TOTAL_SHAPE, BEST].map((name) => [name, INT64])),
      ...ATTENTION_INPUTS,
    },
    outputs: {
      ...Object.fromEntries(['logits', HIDDEN_OUTPUT, ...fresh.map(([, name]) => name)].map((name) => [name, FLOAT])),
      ...BEST_OUTPUTS,
    },
  });
}

/** Heads and their width, the same in all layers; null when the graph leaves them open. */
function headsOf(bytes: Uint8Array, layers: readonly SelfAttention[], { inputs }: Declarations): Heads | null {
  const shapes = layers.map(({ pastKey }) => {
    const input = inputs.get(pastKey);
    return input ? floatShape(bytes, input) : null;
  });
  const [, heads, , width] = shapes[0] ?? [];
  const same = shapes.every((shape) => shape?.[1] === heads && shape?.[3] === width);
  return same && heads && width ? { heads, width } : null;
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
