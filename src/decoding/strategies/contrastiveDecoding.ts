import { GlassboxError } from '../../protocol/engine/index.js';
import { logSoftmax, maximum } from '../../maths/softmax.js';
import { createLogitsProcessors } from '../logits/processorList.js';
import { temperatureWarper } from '../logits/warpers.js';
import type { ResolvedGenerationConfig } from '../config/resolve.js';
import type { NamedLogitsProcessor } from '../logits/processors.js';
import { decodeRows, type RowStrategy } from './rowDecoder.js';
import { commonFields, type CreateTokenGenerator, type StrategySpec } from './strategy.js';
import { multinomialSampler, argmaxChoice, rankAlternatives } from './tokenChoice.js';
import { processLogits } from '../logits/processedLogits.js';

export const contrastiveDecoding: StrategySpec = {
  fields: ({ doSample }) => ({
    first: ['amateur', 'alpha', 'plausibility', 'doSample', ...(doSample ? (['temperature'] as const) : [])],
    more: [...commonFields, ...(doSample ? (['numReturnSequences'] as const) : [])],
  }),
  draws: ({ doSample }) => doSample === true,
  initial: {},
  findContradiction: ({ amateur }) =>
    amateur === null
      ? {
          field: 'amateur',
          kind: 'missing',
          message: 'is missing: contrastive decoding needs a smaller model with the same vocabulary.',
        }
      : null,
  atTemperatureZero: 'contrastiveDecoding',
};

/**
 * Contrastive decoding (arXiv 2210.15097) with a free weight: among the tokens that the expert gives at least
 * `plausibility` times its highest probability, ranked by log p_expert − alpha · log p_amateur. Penalties and bans act
 * on the expert before. With `doSample` drawn from the softmax of that ranking divided by the temperature.
 */
export const createContrastiveDecoding: CreateTokenGenerator = ({ main: expert, amateur }, request, config, signal) => {
  const refuse = (kind: 'missing' | 'vocabulary', message: string) =>
    new GlassboxError('bad-request', `decoding.amateur ${message}`, {
      details: { kind: 'field', issue: { field: 'amateur', kind, message, ...(amateur && { given: amateur.id }) } },
    });
  if (!amateur) throw refuse('missing', 'is missing.');
  if (amateur.vocabularySize !== expert.vocabularySize) {
    const has = `${amateur.id} has ${amateur.vocabularySize}`;
    throw refuse('vocabulary', `must have the vocabulary of ${expert.id} (${expert.vocabularySize} tokens); ${has}.`);
  }
  const penalties = createLogitsProcessors(config, expert, request.limit);
  const heat: NamedLogitsProcessor[] =
    config.doSample && config.temperature !== 1
      ? [{ name: 'temperature', process: temperatureWarper(config.temperature) }]
      : [];
  const strategy: RowStrategy = {
    models: [expert, amateur],
    score(own, [other], history) {
      const contrast: NamedLogitsProcessor = {
        name: 'plausibility',
        process: (scores) => contrastScores(logSoftmax(scores), logSoftmax(other!), config),
      };
      return processLogits([...penalties, contrast, ...heat], own.values, history, own);
    },
    ranked: rankAlternatives,
    choose: config.doSample ? multinomialSampler(config) : argmaxChoice,
  };
  return decodeRows(strategy, request, config.numReturnSequences, signal);
};

function contrastScores(
  expert: Float32Array,
  amateur: Float32Array,
  { alpha, plausibility }: ResolvedGenerationConfig,
): Float32Array {
  const least = maximum(expert) + Math.log(plausibility);
  const result = new Float32Array(expert.length);
  for (let id = 0; id < expert.length; id++) {
    result[id] = expert[id]! < least ? -Infinity : expert[id]! - alpha * amateur[id]!;
  }
  return result;
}
