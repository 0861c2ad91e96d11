import { GlassboxError } from '../protocol/index.js';
import { logSoftmax, maximum } from '../maths/softmax.js';
import { penaltyChain } from './chains.js';
import { temperature } from './filters.js';
import type { Decoder, DecodeRequest } from './outcome.js';
import type { Plan } from './plan.js';
import type { NamedProcessor } from './processors.js';
import { decodeRows, type RowStrategy } from './rows.js';
import { drawn, likeliest, rankedToo } from './sample.js';
import { applyAll } from './scored.js';
import type { LanguageModel } from './step.js';

/**
 * Contrastive decoding (arXiv 2210.15097) with a free weight: among the tokens that the expert gives at least
 * `plausibility` times its highest probability, ranked by log p_expert − alpha · log p_amateur. Penalties and bans act
 * on the expert before. With `doSample` drawn from the softmax of that ranking divided by the temperature.
 */
export function contrastiveDecoding(
  expert: LanguageModel,
  amateur: LanguageModel,
  request: DecodeRequest,
  plan: Plan,
  signal?: AbortSignal,
): Decoder {
  if (amateur.vocabularySize !== expert.vocabularySize) {
    throw new GlassboxError(
      'bad-request',
      `decoding.amateur must have the vocabulary of ${expert.id} (${expert.vocabularySize} tokens); ` +
        `${amateur.id} has ${amateur.vocabularySize}.`,
    );
  }
  const penalties = penaltyChain(plan, expert.eosIds);
  const heat: NamedProcessor[] =
    plan.doSample && plan.temperature !== 1 ? [{ name: 'temperature', process: temperature(plan.temperature) }] : [];
  const strategy: RowStrategy = {
    models: [expert, amateur],
    score(own, [other], history) {
      const contrast: NamedProcessor = {
        name: 'plausibility',
        process: (scores) => ranking(logSoftmax(scores), logSoftmax(other!), plan),
      };
      return applyAll([...penalties, contrast, ...heat], own.values, history, own);
    },
    ranked: rankedToo,
    choose: plan.doSample ? drawn(plan) : likeliest,
  };
  return decodeRows(strategy, request, plan.numReturnSequences, signal);
}

function ranking(expert: Float32Array, amateur: Float32Array, { alpha, plausibility }: Plan): Float32Array {
  const least = maximum(expert) + Math.log(plausibility);
  const result = new Float32Array(expert.length);
  for (let id = 0; id < expert.length; id++) {
    result[id] = expert[id]! < least ? -Infinity : expert[id]! - alpha * amateur[id]!;
  }
  return result;
}
