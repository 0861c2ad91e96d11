import { describe, expect, it } from 'vitest';
import { findFieldIssues } from '../../../../src/decoding/config/validation.js';
import type { FieldIssue, GenerationConfig } from '../../../../src/protocol/engine/index.js';

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
      { field: 'topK', kind: 'whole', min: 0, message: expect.stringContaining('it is 2.5') as string },
      { field: 'topP', min: 0, max: 1, message: 'must be at most 1' },
    ]);
  });

  it.each<[GenerationConfig, Omit<FieldIssue, 'message'>, RegExp]>([
    [
      { strategy: 'beam', numBeams: 4, numBeamGroups: 3, diversityPenalty: 1 },
      { field: 'numBeamGroups', kind: 'divisor', max: 4 },
      /^must divide/,
    ],
    [
      { strategy: 'beam', numBeams: 2, numReturnSequences: 3 },
      { field: 'numReturnSequences', kind: 'overBeams', max: 2 },
      /^must be at most numBeams \(2\)/,
    ],
    [
      { strategy: 'greedy', minNewTokens: 41 },
      { field: 'minNewTokens', kind: 'overNewTokens', max: 40 },
      /maxNewTokens \(40\)/,
    ],
    [{ strategy: 'contrastiveSearch', topK: 4 }, { field: 'penaltyAlpha', kind: 'missing' }, /^is missing/],
    [
      { strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 300 },
      { field: 'topK', kind: 'candidates', min: 1, max: 256 },
      /from 1 to 256/,
    ],
    [{ strategy: 'contrastiveDecoding' }, { field: 'amateur', kind: 'missing' }, /^is missing/],
  ])('names the field that contradicts: %j', (decoding, issue, message) => {
    expect(faults(decoding)).toEqual([{ ...issue, message: expect.stringMatching(message) as string }]);
  });

  it('knows ranges of numbers only', () => {
    const wrong = { strategy: 'odd', plausibility: 'much', amateur: 5 } as object as GenerationConfig;
    const message = expect.any(String) as string;
    expect(faults(wrong)).toEqual([
      { field: 'strategy', kind: 'type', message, given: 'odd' },
      { field: 'amateur', kind: 'type', message },
      { field: 'plausibility', kind: 'range', message, min: 0, max: 1 },
    ] satisfies FieldIssue[]);
  });
});
