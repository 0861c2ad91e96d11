import * as v from 'valibot';
import { FLOAT, INT64 } from '../../onnx/protobuf/write.js';
import type { GraphRequest } from '../family.js';
import type { DecoderInputs } from './cachedAttention.js';
import * as fields from './configFields.js';
import { linear } from './parts.js';
import { writerLogits, type OutputMatrix } from './writerLogits.js';

/** What a decoder's configuration says of a classifier's head. */
export const classifierFields = {
  ...fields.labelFields,
  // Some write −1 where no token is meant.
  pad_token_id: v.nullish(v.union([fields.tokenId, v.literal(-1)]), null),
};
type ClassifierConfig = v.InferOutput<v.ObjectSchema<typeof classifierFields, undefined>>;

/** The heads that decoders come with. */
export const DECODER_HEADS = ['causalLM', 'sequenceClassification'] as const;

/** The logits of the next token, or a class for the text. @param states behind the last norm */
export function decoderHead(
  writing: GraphRequest,
  states: string,
  inputs: DecoderInputs,
  matrix: OutputMatrix,
  config: ClassifierConfig,
): void {
  if (writing.head !== 'sequenceClassification') return writerLogits(writing, states, matrix);
  const labels = fields.labelCount(config);
  const last = lastState(writing, states, inputs, config.pad_token_id ?? -1);
  const logits = linear(writing, last, 'score', [matrix.width, labels], false);
  writing.graph.output('logits', logits, FLOAT, ['rows', labels]);
}

/**
 * The state of the last token that is no padding, [rows, width], as transformers' GenericForSequenceClassification finds it:
 * the largest of the places whose token is another; the first one where there is none.
 * @param padding its id; negative: there is none, and the attention mask tells
 */
function lastState({ graph }: GraphRequest, states: string, inputs: DecoderInputs, padding: number): string {
  const isText =
    padding < 0
      ? inputs.seen!
      : graph.node('Cast', [graph.node('Not', [graph.node('Equal', [inputs.ids, graph.ints(padding)])])], {
          to: INT64,
        });
  const places = graph.node('Mul', [inputs.positions, isText]);
  const last = graph.node('ReduceMax', [places], { axes: { list: [1] }, keepdims: 1 });
  const isLast = graph.node('Cast', [graph.node('Equal', [inputs.positions, last])], { to: FLOAT });
  // A sum of which all but one are times 0: it has a derivative, and gathering by rows has none here.
  const state = graph.node('MatMul', [graph.node('Unsqueeze', [isLast, graph.ints(1)]), states]);
  return graph.node('Reshape', [state, graph.ints(0, -1)]);
}
