import { describe, expect, it } from 'vitest';
import { findFieldIssues, fieldRange } from '../../../../src/decoding/config/validation.js';
import type { GenerationConfig } from '../../../../src/protocol/engine/index.js';

const faults = (decoding: GenerationConfig) => findFieldIssues(decoding, { maxNewTokens: 40 });

describe('what is wrong with a recipe', () => {
  it.each<GenerationConfig>([
    { strategy: 'greedy' },
    { strategy: 'sample', temperature: 0 },
    { strategy: 'contrastiveDecoding', amateur: 'any' },
    { strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 4 },
  ])('nothing: %j', (decoding) => {
    expect(faults(decoding)).toEqual([]);
  });

  it('names every field that is out of range, with its range', () => {
    expect(faults({ strategy: 'sample', topP: 1.5, temperature: -1, topK: 2.5 })).toMatchObject([
      { field: 'temperature', min: 0, max: 100, message: 'must be at least 0' },
      { field: 'topK', min: 0 },
      { field: 'topP', min: 0, max: 1, message: 'must be at most 1' },
    ]);
  });

  it.each<[GenerationConfig, string, RegExp]>([
    [{ strategy: 'beam', numBeams: 4, numBeamGroups: 3, diversityPenalty: 1 }, 'numBeamGroups', /^must divide/],
    [{ strategy: 'beam', numBeams: 2, numReturnSequences: 3 }, 'numReturnSequences', /^must be at most numBeams \(2\)/],
    [{ strategy: 'greedy', minNewTokens: 41 }, 'minNewTokens', /maxNewTokens \(40\)/],
    [{ strategy: 'contrastiveSearch', topK: 4 }, 'penaltyAlpha', /^is missing/],
    [{ strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 300 }, 'topK', /from 1 to 256/],
    [{ strategy: 'contrastiveDecoding' }, 'amateur', /^is missing/],
  ])('names the field that contradicts: %j', (decoding, field, message) => {
    expect(faults(decoding)).toEqual([{ field, message: expect.stringMatching(message) as string }]);
  });

  it('knows ranges of numbers only', () => {
    expect(fieldRange('plausibility')).toEqual({ min: 0, max: 1 });
    expect(fieldRange('amateur')).toEqual({});
    expect(fieldRange('strategy')).toEqual({});
  });
});
