import { describe, expect, test } from 'vitest';
import { describeWarning } from '../../../../src/protocol/engine/generationWarnings.js';
import { resolveGenerationConfig } from '../../../../src/decoding/config/resolve.js';
import type { GenerationConfig } from '../../../../src/protocol/engine/index.js';

const limits = { vocabularySize: 100, maxNewTokens: 10 };
const plan = (decoding: GenerationConfig) => resolveGenerationConfig(decoding, limits);

describe('contradictions are refused by the name of the field and what is allowed', () => {
  test.each<[GenerationConfig, RegExp]>([
    [
      { strategy: 'beam', numBeams: 2, numReturnSequences: 3 },
      /decoding\.numReturnSequences .*at most numBeams \(2\).* 3/,
    ],
    [
      { strategy: 'beam', numBeams: 5, numBeamGroups: 2, diversityPenalty: 1 },
      /numBeamGroups must divide numBeams \(5\)/,
    ],
    [
      { strategy: 'beam', numBeams: 4, numBeamGroups: 8, diversityPenalty: 1 },
      /numBeamGroups must divide numBeams \(4\)/,
    ],
    [{ strategy: 'beam', numBeams: 4, numBeamGroups: 2 }, /diversityPenalty must be above 0/],
    [
      { strategy: 'beam', numBeams: 4, numBeamGroups: 2, diversityPenalty: 1, doSample: true },
      /doSample must be false/,
    ],
    [{ strategy: 'beam', numBeams: 101 }, /numBeams must be at most the vocabulary's 100 tokens; it is 101/],
    [{ strategy: 'greedy', numReturnSequences: 2 }, /numReturnSequences must be 1 with greedy/],
    [{ strategy: 'greedy', doSample: true, numReturnSequences: 2 }, /numReturnSequences must be 1 with greedy/],
    [
      { strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 4, numReturnSequences: 2 },
      /numReturnSequences must be 1/,
    ],
    [{ strategy: 'contrastiveDecoding', amateur: 'a', numReturnSequences: 2 }, /numReturnSequences must be 1/],
    [{ strategy: 'contrastiveSearch', penaltyAlpha: 0.6 }, /topK must be from 1 to 100/],
    [{ strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 101 }, /topK must be from 1 to 100/],
    [{ strategy: 'contrastiveSearch', topK: 4 }, /penaltyAlpha is missing/],
    [{ strategy: 'contrastiveDecoding' }, /amateur is missing/],
    [{ strategy: 'greedy', minNewTokens: 11 }, /minNewTokens must be at most maxNewTokens \(10\); it is 11/],
    [{ strategy: 'sample', typicalP: 0 }, /typicalP must be above 0/],
  ])('%o', (decoding, message) => {
    expect(() => plan(decoding)).toThrow(
      expect.objectContaining({ code: 'bad-request', message: expect.stringMatching(message) as string }),
    );
  });

  test('in a list the place is named', () => {
    const decoding = { strategy: 'greedy', numReturnSequences: 2 } as const;
    expect(() => resolveGenerationConfig(decoding, { ...limits, path: 'decodings[3]' })).toThrow(
      /^decodings\[3\]\.numReturnSequences/,
    );
  });
});

describe('what has no effect is said in words', () => {
  test.each<[GenerationConfig, RegExp[]]>([
    [{ strategy: 'greedy', temperature: 0.7 }, [/temperature has no effect on the strategy greedy/]],
    [
      { strategy: 'beam', numBeams: 2, temperature: 0.7 },
      [/temperature has no effect on the strategy beam without doSample/],
    ],
    [{ strategy: 'beam', numBeams: 2, doSample: true, temperature: 0.7, topK: 5, seed: 1 }, []],
    [{ strategy: 'beam' }, [/numBeams was not given; 4 beams/]],
    [{ strategy: 'beam', numBeams: 4, diversityPenalty: 1 }, [/diversityPenalty has no effect without numBeamGroups/]],
    [{ strategy: 'sample', numBeams: 3, alpha: 1 }, [/numBeams has no effect/, /alpha has no effect/]],
    [{ strategy: 'sample', doSample: true }, []],
    [{ strategy: 'sample', doSample: false }, [/doSample has no effect/]],
    [
      { strategy: 'contrastiveDecoding', amateur: 'a', temperature: 0.5, seed: 1 },
      [/temperature has no/, /seed has no/],
    ],
    [{ strategy: 'contrastiveDecoding', amateur: 'a', doSample: true, temperature: 0.5, seed: 1 }, []],
    [{ strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 4, topP: 0.9 }, [/topP has no effect/]],
    [
      { strategy: 'sample', temperature: 0, topK: 5, seed: 1 },
      [/Temperature 0 is greedy; no effect on it: topK, seed/],
    ],
    [{ strategy: 'sample', temperature: 0, numReturnSequences: 3 }, [/the 3 returned sequences are the same/]],
  ])('%o', (decoding, warnings) => {
    expect(plan(decoding).warnings.map(describeWarning)).toEqual(
      warnings.map((warning) => expect.stringMatching(warning) as string),
    );
  });
});

describe('defaults and temperature 0', () => {
  test('are those of the methods page', () => {
    expect(plan({ strategy: 'sample' })).toMatchObject({
      temperature: 1,
      topK: 0,
      topP: 1,
      typicalP: 1,
      lengthPenalty: 1,
    });
    expect(plan({ strategy: 'sample' })).toMatchObject({
      repetitionPenalty: 1,
      noRepeatNgramSize: 0,
      numReturnSequences: 1,
    });
    expect(plan({ strategy: 'contrastiveDecoding', amateur: 'a' })).toMatchObject({
      plausibility: 0.1,
      earlyStopping: false,
    });
  });

  test('fields set to undefined are fields left out', () => {
    const { warnings, topP } = plan({ strategy: 'greedy', topP: undefined });
    expect({ warnings, topP }).toEqual({ warnings: [], topP: 1 });
  });

  test('without a seed every plan gets its own', () => {
    const seeds = Array.from({ length: 20 }, () => plan({ strategy: 'sample' }).seed);
    expect(new Set(seeds).size).toBeGreaterThan(15);
  });

  test.each<[GenerationConfig, Partial<ReturnType<typeof plan>>]>([
    [
      { strategy: 'sample', temperature: 0 },
      { strategy: 'greedy', forcedGreedy: true },
    ],
    [
      { strategy: 'beam', numBeams: 3, doSample: true, temperature: 0 },
      { strategy: 'greedy', forcedGreedy: true },
    ],
    [
      { strategy: 'beam', numBeams: 3, temperature: 0 },
      { strategy: 'beam', forcedGreedy: false },
    ],
    [
      { strategy: 'contrastiveDecoding', amateur: 'a', doSample: true, temperature: 0 },
      { strategy: 'contrastiveDecoding', doSample: false, forcedGreedy: true },
    ],
  ])('%o', (decoding, expected) => {
    expect(plan(decoding)).toMatchObject(expected);
  });
});
