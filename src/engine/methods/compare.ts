import { type CompareValue, type Decoding } from '../../protocol/index.js';
import { decode, type DecodingModels } from '../../decoding/decode.js';
import { generation } from '../writing/generation.js';
import { planDecoding, type Plan } from '../../decoding/plan.js';
import { SharedSteps, type SharedModel } from '../../decoding/shared-steps.js';
import { stopCheck } from '../writing/stops.js';
import type { ModelHandle } from '../models/handle.js';
import { requireSameVocabulary } from './amateur.js';
import type { Method, MethodContext } from './context.js';
import { openWriter, readPrompt, roomFor, type Prompt } from './prompt.js';

/** One decoding and the models that it steps, together with the others. */
interface Run {
  decoding: Decoding;
  plan: Plan;
  models: DecodingModels;
  limit: number;
  leave(): void;
}

/**
 * Many decodings of one prompt: one prefill, and one batched step for all that still run. On fp32 graphs each gives what
 * it gives alone. A run's seconds are from the common start to its own end.
 * @throws GlassboxError as `generate` does; a decoding that cannot run ends the others
 */
export const compare: Method<'compare'> = async (context, params, report, signal) => {
  const { maxNewTokens, alternatives, stop = [] } = params;
  const model = await context.open(params.model);
  const { tokenizer } = model;
  const prompt = readPrompt(model, 'compare', params);
  const plans = params.decodings.map((decoding, index) =>
    planDecoding(decoding, { vocabularySize: tokenizer.vocabularySize, maxNewTokens, path: `decodings[${index}]` }),
  );
  const limit = roomFor(model, prompt, maxNewTokens);
  const amateurs = await openAmateurs(context, model, plans);

  const main = await openWriter(model, prompt, signal);
  const steps = new SharedSteps(main.model);
  const shared = new Map<string, Promise<SharedSteps>>();
  const runs: Run[] = [];
  for (const [index, plan] of plans.entries()) {
    const amateur = plan.amateur === null ? undefined : amateurs.get(plan.amateur);
    const members: SharedModel[] = [steps.join()];
    if (plan.amateur !== null && amateur)
      members.push((await sharedSteps(shared, plan.amateur, amateur, prompt, signal)).join());
    const [own, other] = members;
    runs.push({
      decoding: params.decodings[index]!,
      plan,
      models: { main: own!, ...(other && { amateur: other }) },
      limit: amateur ? Math.min(limit, roomFor(amateur, prompt, maxNewTokens)) : limit,
      leave: () => members.forEach((member) => member.leave()),
    });
  }

  const request = {
    prompt: main.decoderPrompt,
    alternatives,
    ...(stop.length > 0 && { stops: stopCheck(tokenizer, stop) }),
  };
  const options = { tokenizer, promptIds: prompt.ids, eosIds: main.model.eosIds, stop, report };
  const results = await together(signal, runs, async ({ decoding, plan, models, limit }, run, common) => ({
    decoding,
    ...(await generation(decode(models, { ...request, limit }, plan, common), { ...options, plan, run })),
  }));
  return { model: model.info.id, prompt: prompt.tokens, runs: results } satisfies CompareValue;
};

/** Runs all side by side; the first one that fails ends the others, and its error is thrown when all have ended. */
async function together<T>(
  signal: AbortSignal | undefined,
  runs: readonly Run[],
  perform: (run: Run, index: number, common: AbortSignal) => Promise<T>,
): Promise<T[]> {
  const stop = new AbortController();
  const common = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const failures: unknown[] = [];
  const results = await Promise.all(
    runs.map(async (run, index) => {
      try {
        return await perform(run, index, common);
      } catch (error) {
        failures.push(error);
        stop.abort();
        return null;
      } finally {
        run.leave();
      }
    }),
  );
  if (failures.length > 0) throw failures[0];
  return results.filter((result) => result !== null);
}

async function openAmateurs(
  context: MethodContext,
  expert: ModelHandle,
  plans: readonly Plan[],
): Promise<Map<string, ModelHandle>> {
  const amateurs = new Map<string, ModelHandle>();
  for (const [index, { strategy, amateur }] of plans.entries()) {
    if (strategy !== 'contrastiveDecoding' || amateur === null || amateurs.has(amateur)) continue;
    const opened = await context.open(amateur);
    requireSameVocabulary(expert, opened, `decodings[${index}].amateur`);
    amateurs.set(amateur, opened);
  }
  return amateurs;
}

async function sharedSteps(
  known: Map<string, Promise<SharedSteps>>,
  reference: string,
  amateur: ModelHandle,
  prompt: Prompt,
  signal: AbortSignal | undefined,
): Promise<SharedSteps> {
  const found = known.get(reference) ?? openWriter(amateur, prompt, signal).then(({ model }) => new SharedSteps(model));
  known.set(reference, found);
  return found;
}
