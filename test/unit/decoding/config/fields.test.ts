/* One meaning of “it draws”, for recipes and for what they resolve to. */
import { describe, expect, it } from 'vitest';
import { fieldsUsed, initialConfig, isStochastic } from '../../../../src/decoding/config/fields.js';
import { determinismParts } from '../../../../src/decoding/config/determinism.js';
import { resolveGenerationConfig } from '../../../../src/decoding/config/resolve.js';
import { withSeed } from '../../../../src/host/features/decoding/recipes.js';
import { STRATEGIES } from '../../../../src/protocol/engine/generationFields.js';
import type { GenerationConfig } from '../../../../src/protocol/engine/index.js';

const limits = { vocabularySize: 100, maxNewTokens: 10 };

describe('chance has a part', () => {
  it.each<GenerationConfig>([
    { strategy: 'sample' },
    { strategy: 'sample', temperature: 1e-9 },
    { strategy: 'beam', doSample: true },
    { strategy: 'contrastiveDecoding', amateur: 'small', doSample: true },
  ])('in %j', (recipe) => {
    expect(isStochastic(recipe)).toBe(true);
    expect(fieldsUsed(recipe)).toContain('seed');
    expect(withSeed(recipe, 7).seed).toBe(7);
    expect(determinismParts(recipe, [1, 2, 3]).length).toBeGreaterThan(1);
  });

  it.each<GenerationConfig>([
    { strategy: 'greedy' },
    { strategy: 'greedy', doSample: true },
    { strategy: 'beam' },
    { strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 4, doSample: true },
    { strategy: 'contrastiveDecoding', amateur: 'small' },
    { strategy: 'sample', temperature: 0 },
    { strategy: 'beam', doSample: true, temperature: 0 },
    { strategy: 'contrastiveDecoding', amateur: 'small', doSample: true, temperature: 0 },
  ])('never in %j', (recipe) => {
    expect(isStochastic(recipe)).toBe(false);
    expect(withSeed(recipe, 7).seed).toBeUndefined();
    expect(determinismParts(recipe, [1, 2, 3])).toHaveLength(1);
  });

  const recipes = STRATEGIES.flatMap((strategy) =>
    [undefined, false, true].flatMap((doSample) =>
      [undefined, 0, 0.5].map((temperature) => ({ ...initialConfig(strategy, 'small'), doSample, temperature })),
    ),
  );

  it.each(recipes)('as much as in what it resolves to: %j', (recipe) => {
    expect(isStochastic(resolveGenerationConfig(recipe, limits))).toBe(isStochastic(recipe));
  });
});
