import { createLogitsProcessors, rankingFor } from '../logits/processorList.js';
import { decodeRows } from './rowDecoder.js';
import type { CreateTokenGenerator, StrategySpec } from './strategy.js';
import { argmaxChoice, singleModelStrategy } from './tokenChoice.js';

export const greedy: StrategySpec = {
  fields: () => ({ first: ['repetitionPenalty', 'noRepeatNgramSize'], more: [] }),
  draws: () => false,
  initial: {},
};

/** Takes the most probable token of each step, after penalties and bans; the first among equals. */
export const createGreedySearch: CreateTokenGenerator = ({ main }, request, config, signal) => {
  const chain = createLogitsProcessors(config, main, request.limit);
  const ranked = (count: number) => ({ ...rankingFor(chain, count, main.vocabularySize), takesBest: true });
  const strategy = { ...singleModelStrategy(main, chain, argmaxChoice, config), ranked };
  return decodeRows(strategy, request, config.numReturnSequences, signal);
};
