import { decode } from '../../../src/decoding/decode.js';
import type { DecodeRequest, Outcome, TokenEvent } from '../../../src/decoding/outcome.js';
import { planDecoding } from '../../../src/decoding/plan.js';
import type { LanguageModel } from '../../../src/decoding/step.js';
import type { Decoding } from '../../../src/protocol/index.js';

export interface Decoded extends Outcome {
  /** the tokens in the order in which they were settled */
  events: TokenEvent[];
  warnings: string[];
  madeGreedy: boolean;
}

/** Checks a decoding and runs it to its end. */
export async function decodeAll(
  model: LanguageModel,
  decoding: Decoding,
  request: Partial<DecodeRequest> = {},
  { amateur, signal }: { amateur?: LanguageModel; signal?: AbortSignal } = {},
): Promise<Decoded> {
  const { prompt = [1], limit = 10, alternatives = 0, ...rest } = request;
  const plan = planDecoding(decoding, { vocabularySize: model.vocabularySize, maxNewTokens: limit });
  const models = { main: model, ...(amateur && { amateur }) };
  const decoder = decode(models, { prompt, limit, alternatives, ...rest }, plan, signal);
  const events: TokenEvent[] = [];
  for (;;) {
    const result = await decoder.next();
    if (result.done) {
      return { ...result.value, events, warnings: plan.warnings, madeGreedy: plan.madeGreedy };
    }
    events.push(result.value);
  }
}
