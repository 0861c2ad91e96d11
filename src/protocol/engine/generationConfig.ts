import * as v from 'valibot';

/** A number in a closed range; the message names the range, valibot's path names the field. */
const numberInRange = (min: number, max: number) =>
  v.pipe(
    v.number(`must be a number from ${min} to ${max}`),
    v.finite(`must be a number from ${min} to ${max}`),
    v.minValue(min, `must be at least ${min}`),
    v.maxValue(max, `must be at most ${max}`),
  );

const integerInRange = (min: number, max: number) =>
  v.pipe(
    v.number(`must be a whole number from ${min} to ${max}`),
    v.integer(`must be a whole number from ${min} to ${max}`),
    v.minValue(min, `must be at least ${min}`),
    v.maxValue(max, `must be at most ${max}`),
  );

const fraction = numberInRange(0, 1);

export const STRATEGIES = ['greedy', 'beam', 'sample', 'contrastiveSearch', 'contrastiveDecoding'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/**
 * Says how to choose tokens: Hugging Face's GenerationConfig in camelCase and with its meaning. Which field a strategy
 * uses is said in `src/decoding`; a known field that it does not use becomes a warning of the result.
 */
export const generationConfigSchema = v.strictObject({
  strategy: v.picklist(STRATEGIES, `must be one of ${STRATEGIES.join(', ')}`),
  numBeams: v.optional(integerInRange(1, 64)),
  lengthPenalty: v.optional(numberInRange(-10, 10)),
  earlyStopping: v.optional(v.union([v.boolean(), v.literal('never')], 'must be false, true or "never"')),
  numBeamGroups: v.optional(integerInRange(1, 64)),
  diversityPenalty: v.optional(numberInRange(0, 100)),
  doSample: v.optional(v.boolean('must be true or false')),
  temperature: v.optional(numberInRange(0, 100)),
  topK: v.optional(integerInRange(0, 1_000_000)),
  topP: v.optional(fraction),
  minP: v.optional(fraction),
  typicalP: v.optional(fraction),
  epsilonCutoff: v.optional(fraction),
  etaCutoff: v.optional(fraction),
  seed: v.optional(integerInRange(0, Number.MAX_SAFE_INTEGER)),
  repetitionPenalty: v.optional(numberInRange(0.01, 100)),
  noRepeatNgramSize: v.optional(integerInRange(0, 1000)),
  minNewTokens: v.optional(integerInRange(0, 100_000)),
  numReturnSequences: v.optional(integerInRange(1, 64)),
  penaltyAlpha: v.optional(fraction),
  amateur: v.optional(v.string('must be the id or the folder of a model')),
  alpha: v.optional(numberInRange(0, 10)),
  plausibility: v.optional(fraction),
});

export type GenerationConfig = v.InferOutput<typeof generationConfigSchema>;

/** A config with fields left out; what a setting or a recipe holds. */
export type GenerationConfigInput = v.InferInput<typeof generationConfigSchema>;

export { integerInRange, numberInRange };
