import { BEST_COUNT, BEST_IDS, BEST_LOG_PROBABILITIES, BEST_LOGITS } from '../../onnx/rewrite/bestLogits.js';
import { HIDDEN_OUTPUT } from '../../onnx/rewrite/exposeHiddenState.js';
import type { GraphBuilder } from '../../onnx/build/graphBuilder.js';
import { FLOAT, INT64 } from '../../onnx/protobuf/write.js';
import type { GraphRequest } from '../family.js';

/** The matrix that makes logits of states: the embeddings' table where the two are tied, or one of its own. */
export interface OutputMatrix {
  embeddings: string;
  own: string;
  isTied: boolean;
  vocabulary: number;
  width: number;
}

/**
 * The logits of a model that writes: of all tokens, in a step of the last one only, with the best of them and the states.
 * @param bias the name of what is added to them, [1, vocabulary]; null for nothing
 */
export function writerLogits(
  { graph, weights, role }: GraphRequest,
  states: string,
  { embeddings, own, isTied, vocabulary, width }: OutputMatrix,
  bias: string | null = null,
): void {
  const isStep = role === 'step';
  const [matrix, sizes] = [isTied ? embeddings : own, [width, vocabulary] as const];
  const product = isStep
    ? weights.timesInParts(lastToken(graph, states), matrix, sizes)
    : weights.times(states, matrix, sizes);
  const logits = bias === null ? product : graph.node('Add', [product, weights.get(bias, 1, vocabulary)]);
  graph.output('logits', logits, FLOAT, ['rows', 'tokens', vocabulary]);
  if (!isStep) return;
  graph.output(HIDDEN_OUTPUT, states, FLOAT, ['rows', 'tokens', width]);
  bestLogits(graph, logits);
}

const lastToken = (graph: GraphBuilder, states: string): string =>
  graph.node('Slice', [states, graph.ints(-1), graph.ints(Number.MAX_SAFE_INTEGER), graph.ints(1)]);

/** As in a rewritten step, see `bestLogitsNodes`. */
function bestLogits(graph: GraphBuilder, logits: string): void {
  const best = ['rows', 1, 'best'] as const;
  const count = graph.input(BEST_COUNT, INT64, [1]);
  const [values = '', ids = ''] = graph.nodes('TopK', [logits, count], 2, { axis: -1 });
  const all = graph.node('LogSoftmax', [logits], { axis: -1 });
  graph.output(BEST_LOGITS, values, FLOAT, best);
  graph.output(BEST_IDS, ids, INT64, best);
  graph.output(BEST_LOG_PROBABILITIES, graph.node('GatherElements', [all, ids], { axis: -1 }), FLOAT, best);
}
