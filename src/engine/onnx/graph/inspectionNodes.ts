import type { MapKind } from '../../../protocol/index.js';
import type { Layer } from './attentionSites.js';
import { elementTypeOf, type Declarations } from './details.js';
import type { Graph, GraphNode } from './read.js';
import type { GraphWiring } from './wiring.js';
import { constant, FLOAT, newNode, oldNode, type NodePart } from './write.js';

type Place = Pick<Layer, 'kind' | 'layer'>;

/** Inputs: which heads of a layer are given out, int64 [n], none for a layer that is not asked for … */
export const headsOf = ({ kind, layer }: Place) => `glassbox.heads.${kind}.${layer}`;
export const scoredOf = ({ kind, layer }: Place) => `glassbox.scored.${kind}.${layer}`;
/** … what each head's result is multiplied by, float [rows, heads, 1, 1] … */
export const gateOf = ({ kind, layer }: Place) => `glassbox.gate.${kind}.${layer}`;
/** … the queries whose rows are given out, and the positions whose states and logits are, int64 [n]. */
export const QUERIES = 'glassbox.queries';
export const PLACES = 'glassbox.places';

/** Outputs: of all layers the heads that were asked for, one behind the other, float [rows, heads, queries, keys] … */
export const weightsOf = (kind: MapKind) => `glassbox.weights.${kind}`;
export const scoresOf = (kind: MapKind) => `glassbox.scores.${kind}`;
/** … a layer's sizes, int64 [4]; last hidden states and logits, float [rows, places, width]. */
export const sizesOf = ({ kind, layer }: Place) => `glassbox.sizes.${kind}.${layer}`;
export const STATES = 'glassbox.states';
export const LOGITS = 'glassbox.logits';

/** What an encoder-decoder's decoder reads of its encoder. */
export const ENCODED = 'encoder_hidden_states';

const onePick = (tensor: string, heads: string, to: string): NodePart[] => [
  newNode('Gather', [tensor, heads], [`${to}.heads`], { axis: 1 }),
  newNode('Gather', [`${to}.heads`, QUERIES], [`${to}.rows`], { axis: 2 }),
  newNode('Cast', [`${to}.rows`], [to], { to: FLOAT }),
];

/** A layer's heads, as far as they are asked for, and its sizes. */
export function picks(layer: Layer): NodePart[] {
  return [
    ...layer.added,
    newNode('Shape', [layer.weights], [sizesOf(layer)]),
    ...onePick(layer.weights, headsOf(layer), `${headsOf(layer)}.picked`),
    ...(layer.scores === null ? [] : onePick(layer.scores, scoredOf(layer), `${scoredOf(layer)}.picked`)),
  ];
}

/** What was picked of several layers as one tensor. */
export const together = (layers: readonly Layer[], output: string, of: (layer: Layer) => string): NodePart[] => [
  newNode(
    'Concat',
    layers.map((layer) => `${of(layer)}.picked`),
    [output],
    { axis: 1 },
  ),
];

/** The positions asked for of a tensor [rows, tokens, width]. */
export const placesOf = (tensor: string, output: string): NodePart[] => [
  newNode('Gather', [tensor, PLACES], [`${output}.some`], { axis: 1 }),
  newNode('Cast', [`${output}.some`], [output], { to: FLOAT }),
];

/** What is made of a layer's maps on the way out. */
const givenOut = (layer: Layer): string[] => [
  sizesOf(layer),
  `${headsOf(layer)}.picked`,
  ...(layer.scores === null ? [] : [`${scoredOf(layer)}.picked`]),
];

/**
 * The gate, but only once these tensors are made: its number of rows is read from them. Left to itself, onnxruntime picks
 * from the maps when the whole model has run, and keeps all of them until then: three times 150 MB at 512 tokens with
 * BERT-base.
 */
function after(gate: string, tensors: readonly string[]): { tensor: string; nodes: NodePart[] } {
  const nodes: NodePart[] = [constant(`${gate}.first`, [0]), constant(`${gate}.rest`, [-1, 1, 1])];
  let tensor = gate;
  for (const [index, one] of tensors.entries()) {
    const at = (what: string) => `${gate}.after.${index}.${what}`;
    // The sizes of the whole map are such already.
    const sizes = index === 0 ? one : at('sizes');
    if (index > 0) nodes.push(newNode('Shape', [one], [sizes]));
    nodes.push(
      newNode('Gather', [sizes, `${gate}.first`], [at('rows')], { axis: 0 }),
      newNode('Concat', [at('rows'), `${gate}.rest`], [at('shape')], { axis: 0 }),
      newNode('Reshape', [tensor, at('shape')], [at('gate')]),
    );
    tensor = at('gate');
  }
  return { tensor, nodes };
}

/**
 * Multiplies each head's result before the output projection mixes them: 1 leaves it, 0 takes the head out.
 * @param renamed gets what the graph's nodes read instead
 */
export function gate(wiring: GraphWiring, layer: Layer, renamed: Map<string, string>): NodePart[] {
  const { tensor, heads } = layer.output;
  const at = (what: string) => `${gateOf(layer)}.${what}`;
  const type = wiring.elementType(tensor);
  const given = givenOut(layer);
  const late = after(gateOf(layer), given);
  const factor = type === FLOAT ? late.tensor : at('cast');
  const cast = [...late.nodes, ...(type === FLOAT ? [] : [newNode('Cast', [late.tensor], [factor], { to: type })])];
  renamed.set(tensor, at('result'));
  if (heads === 'second axis') return [...cast, newNode('Mul', [tensor, factor], [at('result')])];
  return [
    ...cast,
    newNode('Transpose', [factor], [at('turned')], { perm: { list: [0, 2, 1, 3] } }),
    constant(at('apart'), [0, 0, heads, -1]),
    constant(at('joined'), [0, 0, -1]),
    newNode('Reshape', [tensor, at('apart')], [at('heads')]),
    newNode('Mul', [at('heads'), at('turned')], [at('gated')]),
    newNode('Reshape', [at('gated'), at('joined')], [at('result')]),
  ];
}

/** States come from the encoder in single precision; a decoder in half precision gets them rounded. */
export function encodedStates(bytes: Uint8Array, declared: readonly Declarations[]): NodePart | null {
  const value = declared[0]?.inputs.get(ENCODED);
  const type = value ? elementTypeOf(bytes, value) : FLOAT;
  return type === FLOAT || type === null ? null : newNode('Cast', [ENCODED], [`glassbox.${ENCODED}`], { to: type });
}

/** A node with what it reads renamed, its branches' readings of the nodes around them among its inputs. */
export function withRenamed(
  bytes: Uint8Array,
  node: GraphNode,
  renamed: ReadonlyMap<string, string>,
  around: (name: string) => boolean,
): NodePart {
  const own = new Map(node.inputs.flatMap((name) => (renamed.has(name) ? [[name, renamed.get(name)!] as const] : [])));
  const part = oldNode(bytes, node, own);
  const captured = node.branches.flatMap(({ graph }) => readByBranch(graph)).filter(around);
  return captured.length > 0 ? { ...part, inputs: [...part.inputs, ...captured] } : part;
}

const readByBranch = ({ nodes }: Graph): string[] =>
  nodes.flatMap((node) => [...node.inputs, ...node.branches.flatMap(({ graph }) => readByBranch(graph))]);
