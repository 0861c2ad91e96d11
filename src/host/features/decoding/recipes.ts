import type { GenerationConfig } from '../../../protocol/engine/index.js';

/** Whether another seed gives another text. */
export function isStochasticRecipe({ strategy, doSample, temperature }: GenerationConfig): boolean {
  if (temperature === 0) return false;
  switch (strategy) {
    case 'sample':
      return true;
    case 'beam':
    case 'contrastiveDecoding':
      return doSample === true;
    case 'greedy':
    case 'contrastiveSearch':
      return false;
  }
}

/** The recipe as it runs: with the common seed where it draws and has none of its own. */
export function withSeed(decoding: GenerationConfig, seed: number): GenerationConfig {
  return isStochasticRecipe(decoding) && decoding.seed === undefined ? { ...decoding, seed } : decoding;
}

/** What a list of runs is made of. */
export interface Recipe {
  name: string | null;
  decoding: GenerationConfig;
}
