import { GlassboxError, type RightContextValue } from '../../protocol/engine/index.js';
import { cosineSimilarity, klDivergenceBits } from '../../maths/divergence.js';
import { AttentionModel, type InputBatch } from '../attention/attentionModel.js';
import { toBatch } from '../attention/mapDimensions.js';
import { readModelInputs, type ModelInputs } from '../attention/modelInputs.js';
import { requireFinite, topPredictions } from '../attention/targetPrediction.js';
import type { Model } from '../models/model.js';
import type { Method } from './shared/methodContext.js';

/**
 * What a word loses when what stands to its right is hidden from it by the attention mask: the cosine of its last hidden
 * states, and the divergence KL(with ‖ without) of its predictions in bits. BERT predicts it with a mask in its place;
 * its states are of the word itself. GPT-2 predicts it at the token before it, and is run both ways all the same: that
 * nothing changes is computed. T5's encoder predicts nothing, so there are only states.
 * @throws GlassboxError as `attention`; `bad-request` for a token that was added to the text
 */
export const rightContext: Method<'rightContext'> = async (context, params, _report, signal) => {
  const model = await context.openModel(params.model);
  const { at } = params;
  const inputs = await readModelInputs(model, 'rightContext', params, false, signal);
  const token = inputs.source[at];
  if (!token || token.start === null) {
    const what = token
      ? `a token of the text, and ${token.text} was added to it`
      : `from 0 to ${inputs.source.length - 1}`;
    throw new GlassboxError('bad-request', `rightContext: at must be ${what}; it is ${at}.`, {
      details: { kind: 'parameter', name: 'at' },
    });
  }
  const attentionModel = await AttentionModel.open(model, false);
  attentionModel.require({ states: true, mask: true });
  // The word with and without what stands to its right.
  const both = withAndWithoutRight(toBatch(inputs), at);
  const [withRight, withoutRight] = splitHalves(
    (await attentionModel.run(both, { positions: [at], states: true }, signal)).states,
  );
  const value: RightContextValue = {
    model: model.info.id,
    token,
    at,
    cosine: requireFinite(cosineSimilarity(withRight, withoutRight), model, 'the right-hand context hidden'),
    bits: null,
    withRight: [],
    withoutRight: [],
  };
  const asked = predictionInput(model, inputs, at);
  // An export may have left the head out that config.json names.
  if (!asked || !model.info.tasks.includes('occlusion') || !attentionModel.predicts) return value;
  const { logits } = await attentionModel.run(
    withAndWithoutRight(asked.batch, at),
    { positions: [asked.place], logits: true },
    signal,
  );
  const [whole, cut] = splitHalves(logits);
  return {
    ...value,
    bits: requireFinite(klDivergenceBits(whole, cut), model, 'the right-hand context hidden'),
    withRight: topPredictions(model, whole),
    withoutRight: topPredictions(model, cut),
  };
};

/** What is read to predict the token, and where; null when nothing predicts it. */
function predictionInput(model: Model, inputs: ModelInputs, at: number): { batch: InputBatch; place: number } | null {
  const batch = toBatch(inputs);
  const { mask } = model.tokenizer.specialIds;
  switch (model.info.architecture) {
    case 'encoder':
      if (mask === undefined) return null;
      return { batch: { ...batch, source: batch.source.map((row) => row.with(at, mask)) }, place: at };
    case 'decoder':
      return at > 0 ? { batch, place: at - 1 } : null;
    case 'encoder-decoder':
      return null;
  }
}

/** A row that sees everything and one that sees nothing behind `at`. */
function withAndWithoutRight({ source: [row = []], ...batch }: InputBatch, at: number): InputBatch {
  return {
    ...batch,
    source: [row, row],
    attentionMask: [row.map(() => 1), row.map((_, index) => (index <= at ? 1 : 0))],
  };
}

function splitHalves(values: Float32Array | null): [Float32Array, Float32Array] {
  const all = values ?? new Float32Array(0);
  return [all.subarray(0, all.length / 2), all.subarray(all.length / 2)];
}
