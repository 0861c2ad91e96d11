import { FLOAT } from '../../onnx/protobuf/write.js';
import { activate, layerNorm, linear, type Activation, type Writing } from '../blocks/parts.js';

/** A head's dense layer, its activation, and the norm behind it where there is one. */
export interface Transform {
  dense: string;
  activation: Activation;
  norm?: string;
  /** from the encoder's states to … */
  sizes: readonly [number, number];
  epsilon: number;
}

export function transform(
  writing: Writing,
  states: string,
  { dense, activation, norm, sizes, epsilon }: Transform,
): string {
  const raised = activate(writing.graph, linear(writing, states, dense, sizes), activation);
  return norm === undefined ? raised : layerNorm(writing, raised, norm, { width: sizes[1], epsilon });
}

/**
 * Logits over the vocabulary by the embeddings, or by a matrix of their own where the model does not tie the two.
 * @param decoder the matrix's name; `embeddings`: the table's
 */
export function vocabularyLogits(
  { graph, weights }: Writing,
  states: string,
  names: { decoder: string; embeddings: string; bias: string | null },
  { vocabulary, width, isTied }: { vocabulary: number; width: number; isTied: boolean },
): void {
  const matrix = isTied ? names.embeddings : names.decoder;
  const product = weights.times(states, matrix, [width, vocabulary]);
  const logits = names.bias === null ? product : graph.node('Add', [product, weights.get(names.bias, vocabulary)]);
  graph.output('logits', logits, FLOAT, ['rows', 'tokens', vocabulary]);
}

/** The first token's state, [rows, width]. */
export const firstState = ({ graph }: Writing, states: string): string =>
  graph.node('Gather', [states, graph.whole(0)], { axis: 1 });

/** The last states themselves. */
export const statesOutput = ({ graph }: Writing, states: string, width: number): void =>
  graph.output('last_hidden_state', states, FLOAT, ['rows', 'tokens', width]);

/** A class for the text, [rows, labels]. */
export function textLogits(writing: Writing, state: string, name: string, sizes: readonly [number, number]): void {
  writing.graph.output('logits', linear(writing, state, name, sizes), FLOAT, ['rows', sizes[1]]);
}

/** A class for each token, [rows, tokens, labels]. */
export function tokenLogits(writing: Writing, states: string, name: string, sizes: readonly [number, number]): void {
  writing.graph.output('logits', linear(writing, states, name, sizes), FLOAT, ['rows', 'tokens', sizes[1]]);
}

/** Where an answer begins and ends, [rows, tokens] each. */
export function answerLogits(writing: Writing, states: string, name: string, width: number): void {
  const { graph } = writing;
  const both = linear(writing, states, name, [width, 2]);
  for (const [at, output] of ['start_logits', 'end_logits'].entries()) {
    graph.output(output, graph.node('Gather', [both, graph.whole(at)], { axis: 2 }), FLOAT, ['rows', 'tokens']);
  }
}

/** The heads that are alike in BERT and its relatives: a class for each token, an answer, or the states themselves. */
export function plainHead(
  writing: Writing,
  states: string,
  head: 'tokenClassification' | 'questionAnswering' | 'none',
  { width, labels }: { width: number; labels: number },
): void {
  switch (head) {
    case 'tokenClassification':
      return tokenLogits(writing, states, 'classifier', [width, labels]);
    case 'questionAnswering':
      return answerLogits(writing, states, 'qa_outputs', width);
    case 'none':
      return statesOutput(writing, states, width);
  }
}
