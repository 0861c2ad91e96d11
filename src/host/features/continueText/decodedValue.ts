import {
  describeWarning,
  type GenerateValue,
  type GenerationWarning,
  type Params,
} from '../../../protocol/engine/index.js';

/** What a server has decoded until it was told to end, as `generate` would have given it. */
export function decodedValue(
  { model = '' }: Params<'generate'>,
  text: string,
  warnings: readonly GenerationWarning[],
): GenerateValue {
  return {
    ...{ model, prompt: [], decodedByServer: true, warnings: warnings.map(describeWarning) },
    sequences: [{ ids: [], text, logProbability: null, score: null, finish: 'stop' }],
    metrics: {
      ...{ newTokens: null, seconds: 0, tokensPerSecond: null, meanLogProbability: null, perplexity: null },
      ...{ distinct1: null, distinct2: null, repeated4grams: null, promptOverlap: null, selfBleu: null },
    },
    warningDetails: [...warnings],
  };
}
