import { softmax } from '../../maths/softmax.js';
import { pairRow } from './shared/pairRow.js';
import type { Method } from './shared/methodContext.js';

/**
 * How probable it is that one sentence follows another: index 0 of the head that BERT was trained with (Devlin et al. 2019).
 * @throws GlassboxError `wrong-architecture`, `too-long`
 */
export const nextSentence: Method<'nextSentence'> = async (context, params, _report, signal) => {
  const model = await context.openModel(params.model);
  model.requireTask('nextSentence');
  const [logits = new Float32Array(0)] = await model.predict(
    pairRow(model, params.first, params.second),
    ['logits'],
    signal,
  );
  return { model: model.info.id, probability: softmax(logits)[0] ?? 0 };
};
