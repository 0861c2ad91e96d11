import { argsortDescending } from '../../maths/topK.js';
import type { Method } from './shared/methodContext.js';
import { prepareGeneration, parsePrompt, newTokenLimit } from './shared/modelPrompt.js';

/**
 * The model's logits of the next token after a prompt, over the whole vocabulary by falling logit.
 * @throws GlassboxError `bad-request`, `too-long`, `wrong-architecture`, `cancelled`
 */
export const distribution: Method<'distribution'> = async (context, params, _report, signal) => {
  const model = await context.openModel(params.model);
  const prompt = parsePrompt(model, 'distribution', params);
  newTokenLimit(model, prompt, 1);
  const { model: language, decoderPrompt } = await prepareGeneration(model, prompt, signal);
  const { logits } = await language.step({ past: null, tokens: [decoderPrompt] }, signal);
  const ids = argsortDescending(logits);
  return {
    model: model.info.id,
    ids,
    logits: Float32Array.from(ids, (id) => logits[id]!),
    texts: Array.from(ids.subarray(0, params.topK), (id) => model.tokenizer.tokenText(id)),
  };
};
