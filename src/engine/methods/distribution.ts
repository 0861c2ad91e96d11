import { descendingOrder } from '../../maths/top-k.js';
import type { Method } from './context.js';
import { openWriter, readPrompt, roomFor } from './prompt.js';

/**
 * The model's logits of the next token after a prompt, over the whole vocabulary by falling logit.
 * @throws GlassboxError `bad-request`, `too-long`, `wrong-architecture`, `cancelled`
 */
export const distribution: Method<'distribution'> = async (context, params, _report, signal) => {
  const model = await context.open(params.model);
  const prompt = readPrompt(model, 'distribution', params);
  roomFor(model, prompt, 1);
  const { model: language, decoderPrompt } = await openWriter(model, prompt, signal);
  const { logits } = await language.step({ past: null, tokens: [decoderPrompt] }, signal);
  const ids = descendingOrder(logits);
  return {
    model: model.info.id,
    ids,
    logits: Float32Array.from(ids, (id) => logits[id]!),
    texts: Array.from(ids.subarray(0, params.topK), (id) => model.tokenizer.tokenText(id)),
  };
};
