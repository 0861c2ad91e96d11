import { createLogitsProcessors, rankingFor, createLogitsWarpers } from '../logits/processorList.js';
import { multinomial } from '../sampling/multinomial.js';
import type { TokenGenerator, DecodeRequest } from '../output.js';
import type { ResolvedGenerationConfig } from '../config/resolve.js';
import type { NamedLogitsProcessor } from '../logits/processors.js';
import { Random } from '../sampling/random.js';
import { decodeRows, type RowStrategy } from './rowDecoder.js';
import { processLogits } from '../logits/processedLogits.js';
import type { LanguageModel } from '../model/languageModel.js';

/** Takes the most probable token of each step, after penalties and bans; the first among equals. */
export function greedySearch(
  model: LanguageModel,
  request: DecodeRequest,
  config: ResolvedGenerationConfig,
  signal?: AbortSignal,
): TokenGenerator {
  const chain = createLogitsProcessors(config, model.eosIds);
  const strategy = singleModelStrategy(model, chain, argmaxChoice);
  const ranked: RowStrategy['ranked'] = (count) => rankingFor(chain, count, model.vocabularySize);
  return decodeRows({ ...strategy, ranked }, request, config.numReturnSequences, signal);
}

/** Draws a token from what penalties, temperature and filters leave; every sequence has its own random numbers. */
export function sample(
  model: LanguageModel,
  request: DecodeRequest,
  config: ResolvedGenerationConfig,
  signal?: AbortSignal,
): TokenGenerator {
  const chain = [...createLogitsProcessors(config, model.eosIds), ...createLogitsWarpers(config, 1)];
  const choose = multinomialSampler(config);
  return decodeRows(singleModelStrategy(model, chain, choose), request, config.numReturnSequences, signal);
}

/** Chooses by chance, with a stream of random numbers for each sequence. */
export function multinomialSampler({ seed, numReturnSequences }: ResolvedGenerationConfig): RowStrategy['choose'] {
  const randoms = Array.from({ length: numReturnSequences }, (_, stream) => new Random(seed, stream));
  return (processed, sequence) => multinomial(processed.final, randoms[sequence]!, processed.mass);
}

/** Chooses the highest score, the first among equals. */
export const argmaxChoice: RowStrategy['choose'] = (processed) => {
  const [id = -1] = processed.best(1);
  return id >= 0 && processed.at(id) > -Infinity ? id : -1;
};

/** For a strategy that looks at all logits: what is ranked beside them saves reading them once more. */
export const rankAlternatives = (count: number) => ({ best: count });

function singleModelStrategy(
  model: LanguageModel,
  chain: readonly NamedLogitsProcessor[],
  choose: RowStrategy['choose'],
): RowStrategy {
  const score: RowStrategy['score'] = (own, _, history) => processLogits(chain, own.values, history, own);
  return { models: [model], score, ranked: rankAlternatives, choose };
}
