import { argsortDescending } from '../../maths/topK.js';
import type { KnownTokens } from '../../decoding/logits/knownTokens.js';
import type { WritingModel } from '../models/writingModel.js';
import type { Method } from './shared/methodContext.js';
import { prepareGeneration, parsePrompt, newTokenLimit } from './shared/modelPrompt.js';

/**
 * The model's logits of the next token after a prompt, over the whole vocabulary by falling logit. Of a model on a server
 * its likeliest tokens with their log-probabilities, and what all others have together.
 * @throws GlassboxError `bad-request`, `too-long`, `wrong-architecture`, `cancelled`
 */
export const distribution: Method<'distribution'> = async (context, params, _report, signal) => {
  const model = await context.openWriter(params.model);
  const prompt = await parsePrompt(model, 'distribution', params, signal);
  newTokenLimit(model, prompt, 1);
  const { model: language, decoderPrompt } = await prepareGeneration(model, prompt, signal);
  const step = { past: null, tokens: [decoderPrompt], best: params.topK };
  const { logits, known } = await language.step(step, signal);
  if (known) return ofKnown(model, known[0]!, params.topK);
  const ids = argsortDescending(logits);
  return {
    model: model.info.id,
    ids,
    logits: Float32Array.from(ids, (id) => logits[id]!),
    texts: Array.from(ids.subarray(0, params.topK), (id) => model.tokenizer.tokenText(id)),
  };
};

const ofKnown = ({ info, tokenizer }: WritingModel, { ids, logProbabilities, rest }: KnownTokens, topK: number) => ({
  ...{ model: info.id, ids, logits: Float32Array.from(logProbabilities), rest },
  texts: Array.from(ids.subarray(0, topK), (id) => tokenizer.tokenText(id)),
});
