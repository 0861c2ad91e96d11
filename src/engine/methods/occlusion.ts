import type { OcclusionValue } from '../../protocol/engine/index.js';
import { klDivergenceBits } from '../../maths/divergence.js';
import { batchesWithProgress } from '../attention/progressBatches.js';
import { AttentionModel, type InputBatch } from '../attention/attentionModel.js';
import { readModelInputs } from '../attention/modelInputs.js';
import {
  logitsAt,
  requireFinite,
  topPredictions,
  prepareTargetPrediction,
  type TargetPrediction,
} from '../attention/targetPrediction.js';
import type { Model } from '../models/model.js';
import type { Method } from './shared/methodContext.js';

/**
 * How the prediction of the token `at` changes when another token is hidden: KL(whole ‖ hidden) in bits, for each token
 * of the text in turn.
 *
 * BERT: a mask stands at `at`, and another one in the place of the hidden token. GPT-2: the attention mask hides a token
 * before `at` from the others, places kept; the last token before `at` cannot be taken from the prediction that is made
 * at it, so its effect is what later layers read of it. T5: `at` counts in the target, and source tokens are hidden by
 * the attention mask from the encoder and from cross-attention.
 * @throws GlassboxError as `attention`
 */
export const occlusion: Method<'occlusion'> = async (context, params, report, signal) => {
  const model = await context.openModel(params.model);
  const inputs = await readModelInputs(model, 'occlusion', params, true, signal);
  const watched = prepareTargetPrediction(model, 'occlusion', inputs, params.at);
  const attentionModel = await AttentionModel.open(model);
  attentionModel.require({ logits: true, mask: model.info.architecture !== 'encoder' });
  const [whole = new Float32Array(0)] = await logitsAt(attentionModel, watched.batch, watched.position, signal);
  const read = watched.batch.source[0]?.length ?? 0;
  const hideable = inputs.source.flatMap(({ start }, index) =>
    start !== null && index < read && !(watched.in === 'source' && index === params.at) ? [index] : [],
  );
  const effects: OcclusionValue['effects'] = [];
  for (const indices of batchesWithProgress(hideable, attentionModel.maxBatchRows(read), report)) {
    const rows = await logitsAt(attentionModel, hideTokens(model, watched, indices), watched.position, signal);
    for (const [row, index] of indices.entries()) {
      const bits = requireFinite(klDivergenceBits(whole, rows[row] ?? []), model, `token ${index} hidden`);
      effects.push({ index, bits });
    }
  }
  const { source, target, targetText } = inputs;
  return {
    model: model.info.id,
    source,
    ...(target && { target }),
    ...(targetText !== undefined && { targetText }),
    at: params.at,
    watched: watched.in,
    hidden: 'source',
    predictions: topPredictions(model, whole),
    effects,
  };
};

/** A row for each of these tokens, in which it is hidden. */
function hideTokens(model: Model, { batch }: TargetPrediction, indices: readonly number[]): InputBatch {
  const row = batch.source[0] ?? [];
  const { mask } = model.tokenizer.specialIds;
  if (model.info.architecture === 'encoder' && mask !== undefined) {
    return { ...batch, source: indices.map((index) => row.with(index, mask)) };
  }
  const seen = indices.map((index) => row.map((_, at) => (at === index ? 0 : 1)));
  return { ...batch, source: indices.map(() => row), attentionMask: seen };
}
