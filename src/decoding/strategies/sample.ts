import { createLogitsProcessors, createLogitsWarpers } from '../logits/processorList.js';
import { decodeRows } from './rowDecoder.js';
import { RARE_WARPERS, type CreateTokenGenerator, type StrategySpec } from './strategy.js';
import { multinomialSampler, singleModelStrategy } from './tokenChoice.js';

export const sample: StrategySpec = {
  fields: () => ({
    first: ['temperature', 'topK', 'topP', 'repetitionPenalty', 'numReturnSequences'],
    more: RARE_WARPERS,
  }),
  draws: () => true,
  initial: { topP: 0.9, temperature: 0.8 },
};

/** Draws a token from what penalties, temperature and filters leave; every sequence has its own random numbers. */
export const createSampling: CreateTokenGenerator = ({ main }, request, config, signal) => {
  const chain = [...createLogitsProcessors(config, main, request.limit), ...createLogitsWarpers(config, 1)];
  const strategy = singleModelStrategy(main, chain, multinomialSampler(config), config);
  return decodeRows(strategy, request, config.numReturnSequences, signal);
};
