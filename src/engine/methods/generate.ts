import { decode } from '../../decoding/decode.js';
import { generation } from '../writing/generation.js';
import { planDecoding } from '../../decoding/plan.js';
import { stopCheck } from '../writing/stops.js';
import { requireSameVocabulary } from './amateur.js';
import type { Method } from './context.js';
import { openWriter, readPrompt, roomFor } from './prompt.js';

/**
 * Continues a text (decoder-only) or transforms one (encoder-decoder) with any strategy. Tokens are reported as they are
 * made. A sequence's `text` ends before a stop string; its `ids` hold all tokens.
 * @throws GlassboxError `bad-request`, `too-long`, `wrong-architecture`, `cancelled` and those of loading
 */
export const generate: Method<'generate'> = async (context, params, report, signal) => {
  const { maxNewTokens, alternatives, stop = [] } = params;
  const model = await context.open(params.model);
  const prompt = readPrompt(model, 'generate', params);
  const plan = planDecoding(params.decoding, { vocabularySize: model.vocabularySize, maxNewTokens });
  let limit = roomFor(model, prompt, maxNewTokens);

  const amateur =
    plan.amateur !== null && plan.strategy === 'contrastiveDecoding' ? await context.open(plan.amateur) : null;
  if (amateur) {
    requireSameVocabulary(model, amateur, 'decoding.amateur');
    limit = Math.min(limit, roomFor(amateur, prompt, maxNewTokens));
  }
  const writer = await openWriter(model, prompt, signal);
  const second = amateur && (await openWriter(amateur, prompt, signal));
  const decoder = decode(
    { main: writer.model, ...(second && { amateur: second.model }) },
    {
      prompt: writer.decoderPrompt,
      limit,
      alternatives,
      ...(stop.length > 0 && { stops: stopCheck(model.tokenizer, stop) }),
    },
    plan,
    signal,
  );
  const result = await generation(decoder, {
    tokenizer: model.tokenizer,
    plan,
    promptIds: prompt.ids,
    eosIds: writer.model.eosIds,
    stop,
    run: 0,
    report,
  });
  return { model: model.info.id, prompt: prompt.tokens, ...result };
};
