import { createTokenGenerator } from '../../decoding/run.js';
import { runRemote } from '../generation/runRemote.js';
import { runGeneration } from '../generation/runGeneration.js';
import { resolveGenerationConfig } from '../../decoding/config/resolve.js';
import { createStopChecker } from '../generation/stopStrings.js';
import { GlassboxError, type CheckedParams } from '../../protocol/engine/index.js';
import type { PreparedGeneration } from '../models/model.js';
import { openAmateur } from './shared/amateur.js';
import { arrowPrompt } from './shared/fewShot.js';
import type { Method } from './shared/methodContext.js';
import { prepareGeneration, parsePrompt, newTokenLimit, textPrompt, withoutCache } from './shared/modelPrompt.js';

/**
 * Continues a text (decoder-only) or transforms one (encoder-decoder) with any strategy. Tokens are reported as they are
 * made. A sequence's `text` ends before a stop string; its `ids` hold all tokens. `examples` stand before the text, a line
 * each (see `arrowPrompt`).
 * @throws GlassboxError `bad-request`, `too-long`, `wrong-architecture`, `cancelled` and those of loading
 */
export const generate: Method<'generate'> = async (context, given, report, signal) => {
  const params = withExamples(given);
  const { maxNewTokens, alternatives, stop = [], useCache } = params;
  const ready = useCache ? (prepared: PreparedGeneration) => prepared : withoutCache;
  const model = await context.openWriter(params.model);
  const { remote, vocabularySize } = model;
  const config = resolveGenerationConfig(params.decoding, { vocabularySize, maxNewTokens });
  const asked = { config, given: params.decoding, stop, run: 0, report };
  if (remote?.isOnly) {
    const text = textPrompt(model, 'generate', params);
    model.requireStrategy(config.strategy);
    const written = await runRemote(remote, { ...asked, prompt: text, limit: maxNewTokens }, signal);
    return { model: model.info.id, prompt: [], ...written };
  }
  const prompt = await parsePrompt(model, 'generate', params, signal);
  model.requireStrategy(config.strategy);
  let limit = newTokenLimit(model, prompt, maxNewTokens);

  const amateur =
    config.amateur === null ? null : await openAmateur(context, model, config.amateur, 'decoding.amateur');
  if (amateur) limit = Math.min(limit, newTokenLimit(amateur, prompt, maxNewTokens));
  const writer = ready(await prepareGeneration(model, prompt, signal));
  const second = amateur && ready(await prepareGeneration(amateur, prompt, signal));
  const decoder = createTokenGenerator(
    { main: writer.model, ...(second && { amateur: second.model }) },
    {
      prompt: writer.decoderPrompt,
      limit,
      alternatives,
      ...(stop.length > 0 && { stops: createStopChecker(model.tokenizer, stop) }),
    },
    config,
    signal,
  );
  const result = await runGeneration(decoder, {
    tokenizer: model.tokenizer,
    config,
    promptIds: prompt.ids,
    eosIds: writer.model.eosIds,
    stop,
    run: 0,
    report,
    handOver: (step) =>
      remote?.canRun(config) ? runRemote(remote, { ...asked, prompt: prompt.ids, limit, step }, signal) : null,
  });
  return { model: model.info.id, prompt: prompt.tokens, ...result };
};

/** @throws GlassboxError `bad-request` for examples without a text */
function withExamples(params: CheckedParams<'generate'>): CheckedParams<'generate'> {
  const { examples = [], text, promptIds, stop = ['\n'] } = params;
  if (examples.length === 0) return params;
  if (text === undefined || promptIds !== undefined) {
    throw new GlassboxError('bad-request', 'generate: examples stand before text; give that, and no promptIds.', {
      details: { kind: 'parameter', name: 'examples' },
    });
  }
  return { ...params, text: arrowPrompt(examples, text), stop };
}
