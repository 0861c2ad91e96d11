import { FLOAT, type TrainingNode } from '../../training/graph.js';
import { withGradients } from '../../training/gradients.js';
import { NodeWriter } from '../../training/nodeWriter.js';
import { INT64 } from '../onnx/protobuf/write.js';
import type { Feeds } from '../onnx/session.js';
import { LEARNT_SIZES, shapesIn } from '../training/graphShapes.js';
import { LABELS, LOGITS, withLoss } from '../training/lossGraph.js';
import type { Weight } from '../training/modelWeights.js';
import { writeOwnGraph, type GraphInput, type OwnGraph } from '../training/ownGraph.js';

/** What stands in the place of rows of the table of words, [rows, tokens, width]. */
export const WORD_VECTORS = 'word_vectors';
/** 1 at each place that a prediction is read off at, [rows, places, tokens of the part that predicts]. */
export const PLACES = 'places';
/** What the decoder of an encoder-decoder reads. */
export const TARGET_IDS = 'decoder_input_ids';

const IDS = 'input_ids';
const STATES = 'last_hidden_state';
/** Inputs of an encoder-decoder's decoder by what they are in the graph of both. */
const OF_BOTH: Readonly<Record<string, string>> = {
  [IDS]: TARGET_IDS,
  encoder_attention_mask: 'attention_mask',
  encoder_hidden_states: STATES,
};

/** A model's graph, or the two of an encoder-decoder, around weights that it is given with each run. */
export interface ModelGraphs {
  /** the encoder's, or the only one */
  main: OwnGraph;
  decoder: OwnGraph | null;
  weights: ReadonlyMap<string, Weight>;
}

/** The graph of a prediction and of its derivative by the words' vectors, as ONNX. */
export interface PredictionGraph {
  bytes: Uint8Array;
  /** the derivative of the mean of −log p over all places of all rows */
  gradient: string;
  /** the table that words are looked up in */
  table: string;
  /** what it reads beside the weights */
  inputs: ReadonlySet<string>;
}

/**
 * Writes a model's graph from the vectors of its words to the logits at some places, with the derivative of their
 * cross-entropy by these vectors. What is added to a word's vector, for its place or its segment, is not among them.
 * @param feeds the weights as tensors
 * @throws NoRuleError for an operator without a derivative; GlassboxError `model-broken`, `out-of-memory`
 */
export async function predictionGraph(graphs: ModelGraphs, feeds: Feeds, threads: number): Promise<PredictionGraph> {
  const { nodes: all, table } = withWordVectors(nodesOf(graphs));
  const { nodes, loss } = withLoss(atPlaces(all), true);
  const texts = [...graphs.main.inputs.keys()].filter((name) => !graphs.weights.has(name));
  const inputs = new Map<string, GraphInput>(texts.map((name) => [name, { type: INT64, shape: ['rows', 'tokens'] }]));
  const reads = graphs.decoder ? 'target tokens' : 'tokens';
  if (graphs.decoder) inputs.set(TARGET_IDS, { type: INT64, shape: ['rows', reads] });
  inputs.set(PLACES, { type: FLOAT, shape: ['rows', 'places', reads] });
  inputs.set(LABELS, { type: INT64, shape: ['labels'] });
  const width = graphs.weights.get(table)!.shape.at(-1)!;
  inputs.set(WORD_VECTORS, { type: FLOAT, shape: ['rows', 'tokens', width] });
  const own = new Set(inputs.keys());
  const read = new Set(nodes.flatMap((node) => node.inputs));
  for (const [name, { shape }] of graphs.weights) if (read.has(name)) inputs.set(name, { type: FLOAT, shape });
  const { rows } = LEARNT_SIZES;
  const sizes = { ...LEARNT_SIZES, 'target tokens': 4, places: 2, labels: 2 * rows };
  const shapes = await shapesIn(nodes, inputs, sizes, threads, feeds);
  const { nodes: both, gradients } = withGradients(nodes, loss, [WORD_VECTORS], shapes);
  const gradient = gradients.get(WORD_VECTORS)!;
  return { bytes: writeOwnGraph(both, inputs, [LOGITS, gradient]), gradient, table, inputs: own };
}

/** The nodes of both graphs of an encoder-decoder behind each other, or those of the only one. */
function nodesOf({ main, decoder, weights }: ModelGraphs): TrainingNode[] {
  if (!decoder) return main.nodes;
  const renamed = (name: string) =>
    name === '' || name === LOGITS || weights.has(name) ? name : (OF_BOTH[name] ?? `target/${name}`);
  const behind = decoder.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map(renamed),
    outputs: node.outputs.map(renamed),
  }));
  return [...main.nodes, ...behind];
}

/** The same graph, which is given vectors where it looked words up. */
function withWordVectors(nodes: readonly TrainingNode[]): { nodes: TrainingNode[]; table: string } {
  const [found, ...others] = nodes.filter(({ op, inputs }) => op === 'Gather' && inputs[1] === IDS);
  if (!found || others.length > 0) throw new Error('Words are not looked up once.');
  const [vectors] = found.outputs;
  const given = nodes
    .filter((node) => node !== found)
    .map((node) => ({ ...node, inputs: node.inputs.map((name) => (name === vectors ? WORD_VECTORS : name)) }));
  return { nodes: given, table: found.inputs[0]! };
}

/** The same graph, whose last matrix, which is the largest, is multiplied by the states at some places only. */
function atPlaces(nodes: readonly TrainingNode[]): TrainingNode[] {
  const maker = (name: string | undefined) => nodes.find(({ outputs }) => outputs.includes(name ?? ''));
  let product = maker(maker(LOGITS)?.inputs[0]);
  if (product?.op === 'Add') product = maker(product.inputs[0]);
  if (product?.op !== 'FusedMatMul' && product?.op !== 'MatMul') throw new Error('No matrix makes the logits.');
  const writer = new NodeWriter('place');
  const [states = '', ...matrix] = product.inputs;
  const chosen = writer.product(PLACES, states);
  return nodes.flatMap((node) =>
    node === product ? [...writer.nodes, { ...node, inputs: [chosen, ...matrix] }] : [node],
  );
}
