import { FLOAT, IGNORED, type TrainingNode } from '../../training/graph.js';
import { withGradients } from '../../training/gradients.js';
import { NodeWriter } from '../../training/nodeWriter.js';
import { INT64 } from '../onnx/protobuf/write.js';
import { LEARNT_SIZES, shapesIn } from './graphShapes.js';
import { writeOwnGraph, type GraphInput } from './ownGraph.js';
import type { TrainableModel } from './trainableModel.js';

/** The model's numbers for each class or token. */
export const LOGITS = 'logits';
/** The class of each row, or of each token in the order of the logits; −100 counts for nothing. */
export const LABELS = 'labels';
/** A table's rows by their places among those that are used, [rows, tokens]. */
export const USED_ROWS = 'used_rows';

/** Rows of the table of words that a text uses: the others learn nothing, and need not be there. */
export interface UsedRows {
  /** the table's name */
  table: string;
  /** their ids, rising */
  ids: readonly number[];
}

/** A model's graphs for training, as ONNX. */
export interface LossGraph {
  /** loss and gradients */
  gradient: Uint8Array;
  /** logits, and what the last matrix is multiplied by */
  forward: Uint8Array;
  loss: string;
  /** tensors of the gradients, by weight */
  gradients: ReadonlyMap<string, string>;
  /** of the last matrix: what it is multiplied by, its name and its bias's, null where it has none */
  output: OutputLayer | null;
  inputs: readonly string[];
}

export interface OutputLayer {
  features: string;
  weight: string;
  bias: string | null;
}

/**
 * Writes the graphs of a model that is trained by cross-entropy: mean of −log softmax(logits)[label].
 * @param trained names of weights; `used`: null where the whole table of words is given
 * @throws NoRuleError for an operator without a derivative; GlassboxError `model-broken`, `out-of-memory`
 */
export async function lossGraph(
  model: TrainableModel,
  trained: readonly string[],
  used: UsedRows | null,
  threads: number,
): Promise<LossGraph> {
  const own = used ? withUsedRows(model.graph.nodes, used.table) : model.graph.nodes;
  const texts = [...model.graph.inputs.keys()].filter((name) => !model.weights.has(name));
  const inputs = new Map<string, GraphInput>();
  for (const name of used ? [...texts, USED_ROWS] : texts) inputs.set(name, { type: INT64, shape: ['rows', 'tokens'] });
  for (const [name, { shape }] of model.weights) {
    inputs.set(name, { type: FLOAT, shape: name === used?.table ? [used.ids.length, ...shape.slice(1)] : shape });
  }
  const output = outputLayer(own);
  const forward = writeOwnGraph(own, inputs, [LOGITS, ...(output ? [output.features] : [])]);
  const withLabels = new Map(inputs).set(LABELS, { type: INT64, shape: ['labels'] });
  const { nodes, loss } = withLoss(own, model.isPerToken);
  const labels = model.isPerToken ? LEARNT_SIZES.rows * LEARNT_SIZES.tokens : LEARNT_SIZES.rows;
  const shapes = await shapesIn(nodes, withLabels, { ...LEARNT_SIZES, labels }, threads);
  const { nodes: all, gradients } = withGradients(nodes, loss, trained, shapes);
  const gradient = writeOwnGraph(all, withLabels, [loss, ...gradients.values()]);
  return { gradient, forward, loss, gradients, output, inputs: [...inputs.keys()] };
}

/** The same graph, whose words are looked up among those that are used. */
function withUsedRows(nodes: readonly TrainingNode[], table: string): TrainingNode[] {
  return nodes.map((node) =>
    node.op === 'Gather' && node.inputs[0] === table ? { ...node, inputs: [table, USED_ROWS] } : node,
  );
}

/** The table of words that nothing is done with but looking up rows by the text's ids; null where there is none. */
export function wordTable({ graph, weights }: TrainableModel): string | null {
  const [first, ...others] = graph.nodes.filter(({ op, inputs }) => op === 'Gather' && inputs[1] === 'input_ids');
  const table = first?.inputs[0];
  if (table === undefined || others.length > 0 || !weights.has(table)) return null;
  return graph.nodes.every((node) => node === first || !node.inputs.includes(table)) ? table : null;
}

/** Appends the mean of −log softmax(logits)[label]. @param isPerToken whether the logits have an axis of tokens or places */
export function withLoss(nodes: readonly TrainingNode[], isPerToken: boolean): { nodes: TrainingNode[]; loss: string } {
  const writer = new NodeWriter('loss');
  const classes = () =>
    writer.op('Concat', [writer.ints(-1), writer.op('Shape', [LOGITS], { start: -1 })], { axis: 0 });
  const flat = isPerToken ? writer.op('Reshape', [LOGITS, classes()]) : LOGITS;
  const loss = writer.op('SoftmaxCrossEntropyLoss', [flat, LABELS], {
    reduction: { text: 'mean' },
    ignore_index: IGNORED,
  });
  return { nodes: [...nodes, ...writer.nodes], loss };
}

/** logits = features · Wᵀ + b, or without b */
function outputLayer(nodes: readonly TrainingNode[]): OutputLayer | null {
  const maker = (name: string | undefined) => nodes.find(({ outputs }) => outputs.includes(name ?? ''));
  const last = maker(maker(LOGITS)?.inputs[0]);
  const sum = last?.op === 'Add' ? last : null;
  const product = sum ? maker(sum.inputs[0]) : last;
  const [features, weight] = product?.inputs ?? [];
  if (product?.op !== 'FusedMatMul' || features === undefined || weight === undefined) return null;
  return { features, weight, bias: sum?.inputs[1] ?? null };
}
