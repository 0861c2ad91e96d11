import { GlassboxError } from '../protocol/index.js';
import { beam } from './beam.js';
import { contrastiveDecoding } from './contrastive-decoding.js';
import { contrastiveSearch } from './contrastive-search.js';
import type { Decoder, DecodeRequest } from './outcome.js';
import type { Plan } from './plan.js';
import { greedy, sample } from './sample.js';
import { asSingleBeam } from './single-beam.js';
import type { LanguageModel } from './step.js';

/** The models of one run. */
export interface DecodingModels {
  main: LanguageModel;
  /** contrastive decoding */
  amateur?: LanguageModel;
}

/** The decoder of a plan. */
export function decode(models: DecodingModels, request: DecodeRequest, plan: Plan, signal?: AbortSignal): Decoder {
  const { main, amateur } = models;
  switch (plan.strategy) {
    case 'greedy':
      return greedy(main, request, plan, signal);
    case 'sample':
      return sample(main, request, plan, signal);
    case 'beam': {
      if (plan.numBeams > 1) return beam(main, request, plan, signal);
      const one = (plan.doSample ? sample : greedy)(main, request, plan, signal);
      return asSingleBeam(one, plan.lengthPenalty);
    }
    case 'contrastiveSearch':
      return contrastiveSearch(main, request, plan, signal);
    case 'contrastiveDecoding':
      if (!amateur) throw new GlassboxError('bad-request', 'decoding.amateur is missing.');
      return contrastiveDecoding(main, amateur, request, plan, signal);
  }
}

/**
 * How many tokens may be written after a prompt.
 * @throws GlassboxError `too-long` with both figures when there is no room for one
 */
export function roomAfter(
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
