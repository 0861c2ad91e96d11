import { GlassboxError, type HeadAblationValue } from '../../protocol/engine/index.js';
import { batchesWithProgress } from '../attention/progressBatches.js';
import { AttentionModel, type InputBatch } from '../attention/attentionModel.js';
import { readModelInputs } from '../attention/modelInputs.js';
import { changeInBits, requireFinite, prepareTargetPrediction, watchedLogits } from '../attention/targetPrediction.js';
import type { Method } from './shared/methodContext.js';

/**
 * How the prediction of the token `at` changes when one head's result is zero: KL(whole ‖ without the head) in bits, for
 * each head in turn (Michel, Levy and Neubig 2019, "Are sixteen heads really better than one?"). The result is set to
 * zero before the output projection. What `at` and `words` mean, and how that prediction is made, is as for `occlusion`.
 * @throws GlassboxError as `attention`
 */
export const headAblation: Method<'headAblation'> = async (context, params, report, signal) => {
  const model = await context.openModel(params.model);
  const inputs = await readModelInputs(model, 'headAblation', params, true, signal);
  const watched = prepareTargetPrediction(model, 'headAblation', inputs, params);
  const attentionModel = await AttentionModel.open(model);
  attentionModel.require({ logits: true });
  const most = Math.max(...[...attentionModel.sizes.values()].map(({ layers }) => layers));
  const wrong = params.layerIndices?.find((layer) => layer >= most);
  if (wrong !== undefined) {
    const range = `must be from 0 to ${most - 1} with ${model.info.id}`;
    throw new GlassboxError('bad-request', `headAblation: layerIndices ${range}; one is ${wrong}.`, {
      details: { kind: 'index', what: 'layer', index: wrong, count: most, model: model.info.id },
    });
  }
  const heads = [...attentionModel.sizes].flatMap(([kind, sizes]) =>
    Array.from({ length: sizes.layers }, (_, layer) => layer)
      .filter((layer) => params.layerIndices?.includes(layer) ?? true)
      .flatMap((layer) => Array.from({ length: sizes.heads }, (_, head) => ({ kind, layer, head }))),
  );
  const [whole = []] = await watchedLogits(attentionModel, watched, undefined, signal);
  const read = watched.readings.at(-1)?.batch.source[0]?.length ?? 0;
  const effects: HeadAblationValue['effects'] = [];
  for (const silenced of batchesWithProgress(heads, attentionModel.maxBatchRows(read), report)) {
    const without = ({ source: [row = []], ...batch }: InputBatch) => ({
      ...batch,
      source: silenced.map(() => row),
      ablatedHeads: silenced,
    });
    const rows = await watchedLogits(attentionModel, watched, without, signal);
    for (const [at, head] of silenced.entries()) {
      const what = `head ${head.head} of layer ${head.layer} taken out`;
      effects.push({ ...head, bits: requireFinite(changeInBits(whole, rows[at] ?? []), model, what) });
    }
  }
  return { model: model.info.id, at: params.at, watched: watched.in, effects };
};
