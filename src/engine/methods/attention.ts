import { selectMaps } from '../attention/mapSelection.js';
import { readAverages, readHeads } from '../attention/maps.js';
import { AttentionModel } from '../attention/attentionModel.js';
import { readingTold, readModelInputs } from '../attention/modelInputs.js';
import type { Method } from './shared/methodContext.js';

/**
 * Attention weights, exactly as the model computes them: which position read how much of which. Only the layers, heads
 * and rows asked for are given out of the model. `scores` are left out of averages, which no softmax gives, and where a
 * graph does not show them.
 * @throws GlassboxError `bad-request` for an index that the model does not have, `too-long`, `model-broken` with what was
 * looked for in a graph that does not match, `wrong-architecture`
 */
export const attention: Method<'attention'> = async (context, params, _report, signal) => {
  const model = await context.openModel(params.model);
  const withTarget = params.kinds?.every((kind) => kind === 'encoder') !== true;
  const inputs = await readModelInputs(model, 'attention', params, withTarget, signal);
  const attentionModel = await AttentionModel.open(model, withTarget);
  const choices = selectMaps(attentionModel, inputs, params);
  const maps =
    params.average === 'none'
      ? await readHeads(attentionModel, inputs, choices, params.scores, signal)
      : await readAverages(attentionModel, inputs, choices, params.average, signal);
  const { pairStart } = inputs;
  return {
    ...readingTold(model, inputs),
    ...(pairStart !== undefined && { pairStart }),
    maps,
  };
};
