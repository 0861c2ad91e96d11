import { GlassboxError } from '../protocol/engine/index.js';
import type { ResolvedGenerationConfig } from './config/resolve.js';
import type { LanguageModel } from './model/languageModel.js';
import type { DecodeRequest, TokenGenerator } from './output.js';
import { tokenGenerators } from './strategies/index.js';
import type { DecodingModels } from './strategies/strategy.js';

/** Creates the token generator of a resolved config. */
export function createTokenGenerator(
  models: DecodingModels,
  request: DecodeRequest,
  config: ResolvedGenerationConfig,
  signal?: AbortSignal,
): TokenGenerator {
  return tokenGenerators[config.strategy](models, request, config, signal);
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
    { details: { kind: 'length', what: 'prompt', tokens: promptLength, limit: model.maxLength - 1, model: model.id } },
  );
}
