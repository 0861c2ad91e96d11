import { chosenMaps } from '../attention/choices.js';
import { averages, eachHead } from '../attention/maps.js';
import { InspectedModel } from '../attention/passes.js';
import { readSubject } from '../attention/subject.js';
import type { Method } from './context.js';

/**
 * Attention weights, exactly as the model computes them: which position read how much of which. Only the layers, heads
 * and rows asked for are given out of the model. `scores` are left out of averages, which no softmax gives, and where a
 * graph does not show them.
 * @throws GlassboxError `bad-request` for an index that the model does not have, `too-long`, `model-broken` with what was
 * looked for in a graph that does not match, `wrong-architecture`
 */
export const attention: Method<'attention'> = async (context, params, _report, signal) => {
  const model = await context.open(params.model);
  const withTarget = params.kinds?.every((kind) => kind === 'encoder') !== true;
  const subject = await readSubject(model, 'attention', params, withTarget, signal);
  const inspected = await InspectedModel.open(model, withTarget);
  const choices = chosenMaps(inspected, subject, params);
  const maps =
    params.average === 'none'
      ? await eachHead(inspected, subject, choices, params.scores, signal)
      : await averages(inspected, subject, choices, params.average, signal);
  const { source, pairStart, target, targetText } = subject;
  return {
    model: model.info.id,
    source,
    ...(pairStart !== undefined && { pairStart }),
    ...(target && { target }),
    ...(targetText !== undefined && { targetText }),
    maps,
  };
};
