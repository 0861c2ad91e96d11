import type { GenerationConfig } from '../../protocol/engine/index.js';
import type { DeterminismCheck } from '../../protocol/webviews/index.js';
import { isStochastic } from './fields.js';

/** Nearly nothing: the distribution's differences count ten thousand times as much as at temperature 1. */
export const TINY_TEMPERATURE = 1e-4;

/** One way to run a recipe, three times. */
export interface DeterminismPart {
  kind: DeterminismCheck['parts'][number]['kind'];
  decodings: GenerationConfig[];
}

/**
 * Lists the configs that show where chance has a part in a recipe: the recipe with three seeds, and where that can differ,
 * with temperature 0, which takes the most probable token, with a temperature of nearly 0, which still draws, and with one
 * seed three times.
 * @param seeds three different ones; what draws without a seed of its own gets these
 */
export function determinismParts(
  decoding: GenerationConfig,
  seeds: readonly [number, number, number],
): DeterminismPart[] {
  const each = (make: (seed: number) => GenerationConfig) => seeds.map(make);
  const { seed: own, ...rest } = decoding;
  if (!isStochastic(decoding)) return [{ kind: 'recipe', decodings: each(() => decoding) }];
  return [
    { kind: 'recipe', decodings: each((seed) => ({ ...rest, seed: own ?? seed })) },
    { kind: 'zero', decodings: each(() => ({ ...rest, temperature: 0 })) },
    { kind: 'tiny', decodings: each((seed) => ({ ...rest, temperature: TINY_TEMPERATURE, seed })) },
    { kind: 'seed', decodings: each(() => ({ ...rest, seed: own ?? seeds[0] })) },
  ];
}
