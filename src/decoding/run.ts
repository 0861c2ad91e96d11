import { GlassboxError } from '../protocol/engine/index.js';
import { beamSearch } from './strategies/beam/beamSearch.js';
import { contrastiveDecoding } from './strategies/contrastiveDecoding.js';
import { contrastiveSearch } from './strategies/contrastiveSearch.js';
import type { TokenGenerator, DecodeRequest } from './output.js';
import type { ResolvedGenerationConfig } from './config/resolve.js';
import { greedySearch, sample } from './strategies/greedyAndSample.js';
import { asSingleBeam } from './strategies/beam/singleBeam.js';
import type { LanguageModel } from './model/languageModel.js';

/** The models of one run. */
export interface DecodingModels {
  main: LanguageModel;
  /** contrastive decoding */
  amateur?: LanguageModel;
}

/** Creates the token generator of a resolved config. */
export function createTokenGenerator(
  models: DecodingModels,
  request: DecodeRequest,
  config: ResolvedGenerationConfig,
  signal?: AbortSignal,
): TokenGenerator {
  const { main, amateur } = models;
  switch (config.strategy) {
    case 'greedy':
      return greedySearch(main, request, config, signal);
    case 'sample':
      return sample(main, request, config, signal);
    case 'beam': {
      if (config.numBeams > 1) return beamSearch(main, request, config, signal);
      const one = (config.doSample ? sample : greedySearch)(main, request, config, signal);
      return asSingleBeam(one, config.lengthPenalty);
    }
    case 'contrastiveSearch':
      return contrastiveSearch(main, request, config, signal);
    case 'contrastiveDecoding':
      if (!amateur) throw new GlassboxError('bad-request', 'decoding.amateur is missing.');
      return contrastiveDecoding(main, amateur, request, config, signal);
  }
}

/**
 * Limits new tokens to the positions that a prompt leaves.
 * @throws GlassboxError `too-long` with both figures when there is no room for one
 */
export function limitNewTokens(
  model: Pick<LanguageModel, 'id' | 'maxLength'>,
  promptLength: number,
  maxNewTokens: number,
): number {
  if (model.maxLength === null) return maxNewTokens;
  const room = model.maxLength - promptLength;
  if (room >= 1) return Math.min(room, maxNewTokens);
  throw new GlassboxError(
    'too-long',
    `The prompt is ${promptLength} tokens long; ${model.id} has ${model.maxLength} positions, so at most ` +
      `${model.maxLength - 1} leave room for a token. Take a shorter text.`,
  );
}
