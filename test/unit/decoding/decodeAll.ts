import { describeWarning } from '../../../src/protocol/engine/generationWarnings.js';
import { createTokenGenerator } from '../../../src/decoding/run.js';
import { generateAll, type DecodeRequest, type DecodingOutput, type TokenEvent } from '../../../src/decoding/output.js';
import { resolveGenerationConfig } from '../../../src/decoding/config/resolve.js';
import type { LanguageModel } from '../../../src/decoding/model/languageModel.js';
import type { GenerationConfig } from '../../../src/protocol/engine/index.js';

export interface Decoded extends DecodingOutput {
  /** the tokens in the order in which they were settled */
  events: TokenEvent[];
  warnings: string[];
  madeGreedy: boolean;
}

/** Checks a decoding and runs it to its end. */
export async function decodeAll(
  model: LanguageModel,
  decoding: GenerationConfig,
  request: Partial<DecodeRequest> = {},
  { amateur, signal }: { amateur?: LanguageModel; signal?: AbortSignal } = {},
): Promise<Decoded> {
  const { prompt = [1], limit = 10, alternatives = 0, ...rest } = request;
  const plan = resolveGenerationConfig(decoding, { vocabularySize: model.vocabularySize, maxNewTokens: limit });
  const models = { main: model, ...(amateur && { amateur }) };
  const decoder = createTokenGenerator(models, { prompt, limit, alternatives, ...rest }, plan, signal);
  const events: TokenEvent[] = [];
  const output = await generateAll(decoder, (token) => events.push(token));
  return { ...output, events, warnings: plan.warnings.map(describeWarning), madeGreedy: plan.forcedGreedy };
}
