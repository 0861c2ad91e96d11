import type { GraphNode } from '../protobuf/read.js';
import { IDENTITY_OPS, type GraphIndex } from './graphIndex.js';
import { lastResult } from './lastHiddenState.js';
import { FUSED_SUMS, isResidualSum } from './residualSum.js';
import { PROJECTIONS } from './trace.js';

/** What layers read and add to, from the embeddings to the head. Names are those of tensors [rows, tokens, width]. */
export interface ResidualStream {
  /** what each layer reads, before the norm that it may begin with; the first reads the embeddings' output */
  layers: string[];
  /** the last layer's result, after the final norm */
  last: string;
  /**
   * Where a layer's state has its way to the head: `last`, or the sum that the final norm is of, in models whose layers begin
   * with their norms. Null where sum and norm are one node.
   */
  lens: string | null;
  /** whether layers begin with their norms (GPT-2, T5), or have them behind their sums (BERT) */
  isPreNorm: boolean;
  /** the node that makes the last sum */
  sum: GraphNode;
}

/**
 * Finds the states between layers by what reads them: a layer's projections and its residual connection. In a model with the
 * norms behind the sums (BERT, BART) both read the same tensor; where a layer begins with its norm (GPT-2, T5), the
 * projections read the norm of what the connection reads.
 * @param reads what each layer's projections to queries multiply
 * @returns a layer's index where no such state is found before its projections; null without a last sum
 */
export function findResidualStream(
  graphIndex: GraphIndex,
  reads: readonly (readonly string[])[],
  output: string,
): ResidualStream | number | null {
  const layers: string[] = [];
  for (const [layer, names] of reads.entries()) {
    const state = names.map((name) => stateBefore(graphIndex, name)).find((found) => found !== null);
    if (state === undefined) return layer;
    layers.push(state);
  }
  const found = lastResult(graphIndex, output);
  if (!found) return null;
  const { sum } = found;
  const isFused = FUSED_SUMS.has(sum.op);
  const [made = ''] = sum.outputs;
  const last = isFused ? made : normOf(graphIndex, made, output);
  const isPreNorm = graphIndex
    .movingInputs(sum)
    .concat(isFused ? (sum.inputs[1] ?? '') : [])
    .some((name) => isBareSum(graphIndex, name));
  if (!isPreNorm) return { layers, last, lens: last, isPreNorm, sum };
  return { layers, last, lens: isFused ? null : made, isPreNorm, sum };
}

/** The nearest tensor from here back that a residual connection reads, without a projection between. */
function stateBefore(graphIndex: GraphIndex, name: string): string | null {
  const waiting = [name];
  const seen = new Set<string>();
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    const summand = summandOf(graphIndex, at);
    if (summand !== null) return summand;
    const node = graphIndex.producer(at);
    if (seen.has(at) || !node || PROJECTIONS.has(node.op)) continue;
    seen.add(at);
    // A norm that is fused to the sum before it gives that as its fourth output.
    if (FUSED_SUMS.has(node.op)) return node.outputs[3] || null;
    waiting.push(...graphIndex.movingInputs(node));
  }
  return null;
}

/** What leaves the numbers as they are; onnxruntime writes a step from 8 bit anew for each that reads the same numbers. */
const SAME_NUMBERS = new Set([...IDENTITY_OPS, 'DequantizeLinear']);

/** What a residual connection reads of a tensor: itself, or what has the same numbers; null where none reads it. */
function summandOf(graphIndex: GraphIndex, name: string): string | null {
  const readers = graphIndex.consumers(name);
  const isRead = readers.some(
    (node) => isResidualSum(graphIndex, node) && (!FUSED_SUMS.has(node.op) || node.inputs.indexOf(name) < 2),
  );
  if (isRead) return name;
  for (const { op, outputs } of readers) {
    const found = SAME_NUMBERS.has(op) ? summandOf(graphIndex, outputs[0] ?? '') : null;
    if (found !== null) return found;
  }
  return null;
}

/** Whether it is the sum of a residual connection, and no norm of one. */
function isBareSum(graphIndex: GraphIndex, name: string): boolean {
  const node = graphIndex.producer(name);
  if (!node) return false;
  if (IDENTITY_OPS.includes(node.op)) return isBareSum(graphIndex, node.inputs[0] ?? '');
  return FUSED_SUMS.has(node.op) ? node.outputs.indexOf(name) === 3 : isResidualSum(graphIndex, node);
}

/** What a norm is made of, as one node or written out. */
const NORM_OPS = new Set([
  ...[
    'LayerNormalization',
    'SimplifiedLayerNormalization',
    'RMSNormalization',
    'ReduceMean',
    'Pow',
    'Sqrt',
    'Reciprocal',
  ],
  ...['Add', 'Sub', 'Mul', 'Div', ...IDENTITY_OPS],
]);

/**
 * The norm of a tensor: the last that follows from it alone by a norm's operators, and that others read. Numbers that it is
 * multiplied by as a whole (T5's before the head) are left out. Without a norm, the tensor itself.
 */
function normOf(graphIndex: GraphIndex, tensor: string, output: string): string {
  const own = new Set([tensor]);
  let last = tensor;
  // A graph's nodes stand behind those that they read.
  for (const node of graphIndex.nodes) {
    const moving = graphIndex.movingInputs(node);
    if (!NORM_OPS.has(node.op) || moving.length === 0 || !moving.every((name) => own.has(name))) continue;
    const [made = ''] = node.outputs;
    own.add(made);
  }
  for (const name of own) {
    const readers = graphIndex.consumers(name);
    if (name === output || readers.some(({ outputs: [made = ''] }) => !own.has(made))) last = name;
  }
  // As many steps at most as there are tensors: a broken file may lead in a circle.
  for (let step = 0; step < own.size && last !== tensor; step++) {
    const node = graphIndex.producer(last);
    const isScaled =
      ['Mul', 'Div'].includes(node?.op ?? '') && node?.inputs.some((name) => graphIndex.isSingleNumber(name));
    const [moving] = node ? graphIndex.movingInputs(node) : [];
    if (!isScaled || moving === undefined) break;
    last = moving;
  }
  return last;
}
