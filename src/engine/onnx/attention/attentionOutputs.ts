import type { MapKind } from '../../../protocol/engine/index.js';
import type { AttentionLayer } from './attentionNode.js';
import { findInputParts, type InputPart } from './inputParts.js';
import { elementTypeOf, type Declarations } from '../protobuf/details.js';
import type { Graph, GraphNode } from '../protobuf/read.js';
import type { GraphIndex } from '../graph/graphIndex.js';
import { constantNode, FLOAT, encodeNode, copyNode, type EncodedNode } from '../protobuf/write.js';

type LayerId = Pick<AttentionLayer, 'kind' | 'layer'>;

/** Inputs: which heads of a layer are given out, int64 [n], none for a layer that is not asked for … */
export const headsInput = ({ kind, layer }: LayerId) => `glassbox.heads.${kind}.${layer}`;
export const scoredHeadsInput = ({ kind, layer }: LayerId) => `glassbox.scored.${kind}.${layer}`;
/** … what each head's result is multiplied by, float [rows, heads, 1, 1] … */
export const gateInput = ({ kind, layer }: LayerId) => `glassbox.gate.${kind}.${layer}`;
/** … the queries whose rows are given out, and the positions whose states and logits are, int64 [n]. */
export const QUERY_INDICES = 'glassbox.queries';
export const POSITIONS = 'glassbox.places';

/** Outputs: of all layers the heads that were asked for, one behind the other, float [rows, heads, queries, keys] … */
export const weightsOutput = (kind: MapKind) => `glassbox.weights.${kind}`;
export const scoresOutput = (kind: MapKind) => `glassbox.scores.${kind}`;
/** … a layer's sizes, int64 [4]; last hidden states and logits, float [rows, places, width]. */
export const sizesOutput = ({ kind, layer }: LayerId) => `glassbox.sizes.${kind}.${layer}`;
export const HIDDEN_STATES = 'glassbox.states';
export const LOGITS = 'glassbox.logits';
/** … what a token's vector is summed from, and the sum. */
export const inputOutput = (part: InputPart | 'sum') => `glassbox.input.${part}`;

/** What an encoder-decoder's decoder reads of its encoder. */
export const ENCODER_HIDDEN_STATES = 'encoder_hidden_states';

const selectHeads = (tensor: string, heads: string, to: string): EncodedNode[] => [
  encodeNode('Gather', [tensor, heads], [`${to}.heads`], { axis: 1 }),
  encodeNode('Gather', [`${to}.heads`, QUERY_INDICES], [`${to}.rows`], { axis: 2 }),
  encodeNode('Cast', [`${to}.rows`], [to], { to: FLOAT }),
];

/** A layer's heads, as far as they are asked for, and its sizes. */
export function selectionNodes(layer: AttentionLayer): EncodedNode[] {
  return [
    ...layer.addedNodes,
    encodeNode('Shape', [layer.weights], [sizesOutput(layer)]),
    ...selectHeads(layer.weights, headsInput(layer), `${headsInput(layer)}.picked`),
    ...(layer.scores === null
      ? []
      : selectHeads(layer.scores, scoredHeadsInput(layer), `${scoredHeadsInput(layer)}.picked`)),
  ];
}

/** What was picked of several layers as one tensor. */
export const concatNodes = (
  layers: readonly AttentionLayer[],
  output: string,
  of: (layer: AttentionLayer) => string,
): EncodedNode[] => [
  encodeNode(
    'Concat',
    layers.map((layer) => `${of(layer)}.picked`),
    [output],
    { axis: 1 },
  ),
];

/** The positions asked for of a tensor [rows, tokens, width]. */
export const selectPositions = (tensor: string, output: string): EncodedNode[] => [
  encodeNode('Gather', [tensor, POSITIONS], [`${output}.some`], { axis: 1 }),
  encodeNode('Cast', [`${output}.some`], [output], { to: FLOAT }),
];

/** What tokens' vectors are summed from, and the sum; nothing where that is not wanted. */
export function inputNodes(graph: GraphIndex, isWanted = false): EncodedNode[] {
  const found = isWanted ? findInputParts(graph) : null;
  const tensors = found ? [...found.parts, ['sum', found.sum] as const] : [];
  return tensors.map(([part, tensor]) => encodeNode('Cast', [tensor], [inputOutput(part)], { to: FLOAT }));
}

/** What is made of a layer's maps on the way out. */
const selectedTensors = (layer: AttentionLayer): string[] => [
  sizesOutput(layer),
  `${headsInput(layer)}.picked`,
  ...(layer.scores === null ? [] : [`${scoredHeadsInput(layer)}.picked`]),
];

/**
 * The gate, but only once these tensors are made: its number of rows is read from them. Left to itself, onnxruntime picks
 * from the maps when the whole model has run, and keeps all of them until then: three times 150 MB at 512 tokens with
 * BERT-base.
 */
function gateAfter(gateNodes: string, tensors: readonly string[]): { tensor: string; nodes: EncodedNode[] } {
  const nodes: EncodedNode[] = [constantNode(`${gateNodes}.first`, [0]), constantNode(`${gateNodes}.rest`, [-1, 1, 1])];
  let tensor = gateNodes;
  for (const [index, one] of tensors.entries()) {
    const at = (what: string) => `${gateNodes}.after.${index}.${what}`;
    // The sizes of the whole map are such already.
    const sizes = index === 0 ? one : at('sizes');
    if (index > 0) nodes.push(encodeNode('Shape', [one], [sizes]));
    nodes.push(
      encodeNode('Gather', [sizes, `${gateNodes}.first`], [at('rows')], { axis: 0 }),
      encodeNode('Concat', [at('rows'), `${gateNodes}.rest`], [at('shape')], { axis: 0 }),
      encodeNode('Reshape', [tensor, at('shape')], [at('gate')]),
    );
    tensor = at('gate');
  }
  return { tensor, nodes };
}

/**
 * Multiplies each head's result before the output projection mixes them: 1 leaves it, 0 takes the head out.
 * @param renamed gets what the graph's nodes read instead
 */
export function gate(graphIndex: GraphIndex, layer: AttentionLayer, renamed: Map<string, string>): EncodedNode[] {
  const { tensor, heads } = layer.output;
  const at = (what: string) => `${gateInput(layer)}.${what}`;
  const type = graphIndex.elementType(tensor);
  const given = selectedTensors(layer);
  const late = gateAfter(gateInput(layer), given);
  const factor = type === FLOAT ? late.tensor : at('cast');
  const cast = [...late.nodes, ...(type === FLOAT ? [] : [encodeNode('Cast', [late.tensor], [factor], { to: type })])];
  renamed.set(tensor, at('result'));
  if (heads === 'second axis') return [...cast, encodeNode('Mul', [tensor, factor], [at('result')])];
  return [
    ...cast,
    encodeNode('Transpose', [factor], [at('turned')], { perm: { list: [0, 2, 1, 3] } }),
    constantNode(at('apart'), [0, 0, heads, -1]),
    constantNode(at('joined'), [0, 0, -1]),
    encodeNode('Reshape', [tensor, at('apart')], [at('heads')]),
    encodeNode('Mul', [at('heads'), at('turned')], [at('gated')]),
    encodeNode('Reshape', [at('gated'), at('joined')], [at('result')]),
  ];
}

/**
 * States come from the encoder in single precision; a decoder in half precision gets them rounded.
 * @param renamed gets what the graph's nodes read instead
 * @returns the nodes for it, and the declarations without the input as the file has it
 */
export function castEncoderStates(
  bytes: Uint8Array,
  declared: readonly Declarations[],
  renamed: Map<string, string>,
): { nodes: EncodedNode[]; declared: readonly Declarations[] } {
  const value = declared[0]?.inputs.get(ENCODER_HIDDEN_STATES);
  const type = value ? elementTypeOf(bytes, value) : FLOAT;
  if (type === FLOAT || type === null) return { nodes: [], declared };
  const cast = `glassbox.${ENCODER_HIDDEN_STATES}`;
  renamed.set(ENCODER_HIDDEN_STATES, cast);
  return {
    nodes: [encodeNode('Cast', [ENCODER_HIDDEN_STATES], [cast], { to: type })],
    declared: declared.map((one) => ({
      ...one,
      inputs: new Map([...one.inputs].filter(([name]) => name !== ENCODER_HIDDEN_STATES)),
    })),
  };
}

/** A node with what it reads renamed, its branches' readings of the nodes around them among its inputs. */
export function renameInputs(
  bytes: Uint8Array,
  node: GraphNode,
  renamed: ReadonlyMap<string, string>,
  around: (name: string) => boolean,
): EncodedNode {
  const own = new Map(node.inputs.flatMap((name) => (renamed.has(name) ? [[name, renamed.get(name)!] as const] : [])));
  const part = copyNode(bytes, node, own);
  const captured = node.branches.flatMap(({ graph }) => readByBranch(graph)).filter(around);
  return captured.length > 0 ? { ...part, inputs: [...part.inputs, ...captured] } : part;
}

const readByBranch = ({ nodes }: Graph): string[] =>
  nodes.flatMap((node) => [...node.inputs, ...node.branches.flatMap(({ graph }) => readByBranch(graph))]);
