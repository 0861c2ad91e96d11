import type { Strategy } from '../../protocol/engine/index.js';
import { beam, createBeamSearch } from './beam.js';
import { contrastiveDecoding, createContrastiveDecoding } from './contrastiveDecoding.js';
import { contrastiveSearch, createContrastiveSearch } from './contrastiveSearch.js';
import { createGreedySearch, greedy } from './greedy.js';
import { createSampling, sample } from './sample.js';
import type { CreateTokenGenerator, StrategySpec } from './strategy.js';

/** Every strategy, by its name. */
export const strategySpecs: Record<Strategy, StrategySpec> = {
  greedy,
  beam,
  sample,
  contrastiveSearch,
  contrastiveDecoding,
};

/** How each runs; apart, so that a page's bundle has what it shows and not what it never runs. */
export const tokenGenerators: Record<Strategy, CreateTokenGenerator> = {
  greedy: createGreedySearch,
  beam: createBeamSearch,
  sample: createSampling,
  contrastiveSearch: createContrastiveSearch,
  contrastiveDecoding: createContrastiveDecoding,
};
