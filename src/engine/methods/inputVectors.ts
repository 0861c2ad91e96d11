import { GlassboxError, type InputVectorsValue } from '../../protocol/engine/index.js';
import { readModelInputs } from '../attention/modelInputs.js';
import { requireFinite } from '../attention/targetPrediction.js';
import type { Method } from './shared/methodContext.js';

/**
 * What a model makes of each token before its first layer: the token's row in the table of its vocabulary, and what is added
 * to it for the segment (BERT) and the position (BERT, GPT-2), with their sum as the graph has it, before any norm. A model
 * whose places are told by its attention (T5) has the token's row alone. An encoder-decoder is read by its encoder.
 * @throws GlassboxError as `attention`
 */
export const inputVectors: Method<'inputVectors'> = async (context, params, _report, signal) => {
  const model = await context.openModel(params.model);
  const inputs = await readModelInputs(model, 'inputVectors', params, false, signal);
  const part = model.info.architecture === 'decoder' ? 'decoder' : 'encoder';
  const opened = await model.openAttention(part, 'inputs');
  const { source, pairStart, tokenTypeIds } = inputs;
  const reading = { rows: [source.map(({ id }) => id)], tokenTypeIds };
  const { inputs: found } = await opened.run(reading, { inputs: true }, signal);
  const sum = found.get('sum');
  if (!sum) {
    throw new GlassboxError('model-broken', `${model.info.id}: no table is looked up by tokens in its graph.`, {
      details: { kind: 'graph', name: model.info.id },
    });
  }
  const width = sum.length / source.length;
  const parts: InputVectorsValue['parts'] = opened.graph.inputParts.map((kind) => ({
    kind,
    values: spread(found.get(kind) ?? new Float32Array(width), source.length * width),
  }));
  requireFinite(
    sum.reduce((total, value) => total + value, 0),
    model,
    'its input vectors',
  );
  return { model: model.info.id, source, ...(pairStart !== undefined && { pairStart }), width, parts, sum };
};

/** What is the same for all tokens is given out once by the graph. */
function spread(values: Float32Array, length: number): Float32Array {
  if (values.length === length) return values;
  return Float32Array.from({ length }, (_, at) => values[at % values.length] ?? 0);
}
