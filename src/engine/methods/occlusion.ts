import type { OcclusionValue } from '../../protocol/engine/index.js';
import { batchesWithProgress } from '../attention/progressBatches.js';
import { AttentionModel, type InputBatch } from '../attention/attentionModel.js';
import { readingTold, readModelInputs } from '../attention/modelInputs.js';
import {
  changeInBits,
  otherTokens,
  prepareTargetPrediction,
  requireFinite,
  topPredictions,
  watchedLogits,
  type TokenSpan,
} from '../attention/targetPrediction.js';
import type { Model } from '../models/model.js';
import type { Method } from './shared/methodContext.js';

/**
 * How the prediction of the token `at` changes when another token is hidden: KL(whole ‖ hidden) in bits, for each token
 * of the text in turn.
 *
 * BERT: a mask stands at `at`, and another one in the place of the hidden token. GPT-2: the attention mask hides a token
 * before `at` from the others, places kept; the last token before `at` cannot be taken from the prediction that is made
 * at it, so its effect is what later layers read of it; where nothing else is before `at`, the prediction at the beginning
 * of a text, behind the token that begins one, is the one without it. T5: `at` counts in the target, and source tokens are hidden by
 * the attention mask from the encoder and from cross-attention.
 *
 * With `words` it is about whole words: all pieces of a word are hidden together, all pieces of the word of `at` are
 * watched, and their divergences are summed. BERT has masks in the place of all of them at once; a decoder predicts each
 * piece having read those before it.
 * @throws GlassboxError as `attention`
 */
export const occlusion: Method<'occlusion'> = async (context, params, report, signal) => {
  const model = await context.openModel(params.model);
  const inputs = await readModelInputs(model, 'occlusion', params, true, signal);
  const watched = prepareTargetPrediction(model, 'occlusion', inputs, params);
  const attentionModel = await AttentionModel.open(model);
  attentionModel.require({ logits: true, mask: model.info.architecture !== 'encoder' });
  const [whole = []] = await watchedLogits(attentionModel, watched, undefined, signal);
  const read = watched.readings[0]?.batch.source[0]?.length ?? 0;
  const effects: OcclusionValue['effects'] = [];
  for (const hidden of batchesWithProgress(
    otherTokens(inputs, watched, params),
    attentionModel.maxBatchRows(read),
    report,
  )) {
    const rows = await watchedLogits(attentionModel, watched, (batch) => hideTokens(model, batch, hidden), signal);
    for (const [row, { from, to }] of hidden.entries()) {
      const bits = requireFinite(changeInBits(whole, rows[row] ?? []), model, `token ${from} hidden`);
      effects.push({ index: from, ...(params.words && { end: to }), bits });
    }
  }
  const predictions = whole.map((logits) => topPredictions(model, logits));
  return {
    ...readingTold(model, inputs),
    at: params.at,
    watched: watched.in,
    hidden: 'source',
    predictions: predictions[0] ?? [],
    ...(params.words && { pieces: predictions }),
    effects,
  };
};

/** A row for each of these, in which it is hidden. */
function hideTokens(model: Model, batch: InputBatch, hidden: readonly TokenSpan[]): InputBatch {
  const row = batch.source[0] ?? [];
  const { mask, bos, eos } = model.tokenizer.specialIds;
  const replaced = (to: TokenSpan, by: number, others: (id: number) => number) =>
    row.map((id, at) => (at >= to.from && at < to.to ? by : others(id)));
  const isAll = ({ from, to }: TokenSpan) => from === 0 && to >= row.length;
  if (model.info.architecture === 'encoder' && mask !== undefined) {
    return { ...batch, source: hidden.map((one) => replaced(one, mask, (id) => id)) };
  }
  // A mask over all there is masks nothing: its softmax is over the same tokens again.
  const start = model.info.architecture === 'decoder' ? (bos ?? eos) : undefined;
  const isEmptied = (one: TokenSpan) => start !== undefined && isAll(one);
  return {
    ...batch,
    source: hidden.map((one) => (isEmptied(one) ? row.map(() => start!) : row)),
    attentionMask: hidden.map((one) =>
      isEmptied(one) ? row.map((_, at) => Number(at === row.length - 1)) : replaced(one, 0, () => 1),
    ),
  };
}
