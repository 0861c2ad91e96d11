import { isStochastic } from '../../../decoding/config/fields.js';
import type { GenerationConfig } from '../../../protocol/engine/index.js';

/** The recipe as it runs: with the common seed where it draws and has none of its own. */
export function withSeed(decoding: GenerationConfig, seed: number): GenerationConfig {
  return isStochastic(decoding) && decoding.seed === undefined ? { ...decoding, seed } : decoding;
}

/** What a list of runs is made of. */
export interface Recipe {
  name: string | null;
  decoding: GenerationConfig;
}
