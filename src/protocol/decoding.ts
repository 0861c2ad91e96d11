import * as v from 'valibot';

/** A number in a closed range; the message names the range, valibot's path names the field. */
const number = (min: number, max: number) =>
  v.pipe(
    v.number(`must be a number from ${min} to ${max}`),
    v.finite(`must be a number from ${min} to ${max}`),
    v.minValue(min, `must be at least ${min}`),
    v.maxValue(max, `must be at most ${max}`),
  );

const integer = (min: number, max: number) =>
  v.pipe(
    v.number(`must be a whole number from ${min} to ${max}`),
    v.integer(`must be a whole number from ${min} to ${max}`),
    v.minValue(min, `must be at least ${min}`),
    v.maxValue(max, `must be at most ${max}`),
  );

const share = number(0, 1);

export const STRATEGIES = ['greedy', 'beam', 'sample', 'contrastiveSearch', 'contrastiveDecoding'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/**
 * How to choose tokens: Hugging Face's generation vocabulary in camelCase and with its meaning. Which field a strategy
 * uses is said in `src/decoding`; a known field that it does not use becomes a warning of the result.
 */
export const decodingSchema = v.strictObject({
  strategy: v.picklist(STRATEGIES, `must be one of ${STRATEGIES.join(', ')}`),
  numBeams: v.optional(integer(1, 64)),
  lengthPenalty: v.optional(number(-10, 10)),
  earlyStopping: v.optional(v.union([v.boolean(), v.literal('never')], 'must be false, true or "never"')),
  numBeamGroups: v.optional(integer(1, 64)),
  diversityPenalty: v.optional(number(0, 100)),
  doSample: v.optional(v.boolean('must be true or false')),
  temperature: v.optional(number(0, 100)),
  topK: v.optional(integer(0, 1_000_000)),
  topP: v.optional(share),
  minP: v.optional(share),
  typicalP: v.optional(share),
  epsilonCutoff: v.optional(share),
  etaCutoff: v.optional(share),
  seed: v.optional(integer(0, Number.MAX_SAFE_INTEGER)),
  repetitionPenalty: v.optional(number(0.01, 100)),
  noRepeatNgramSize: v.optional(integer(0, 1000)),
  minNewTokens: v.optional(integer(0, 100_000)),
  numReturnSequences: v.optional(integer(1, 64)),
  penaltyAlpha: v.optional(share),
  amateur: v.optional(v.string('must be the id or the folder of a model')),
  alpha: v.optional(number(0, 10)),
  plausibility: v.optional(share),
});

export type Decoding = v.InferOutput<typeof decodingSchema>;

/** A decoding with fields left out; what a setting or a recipe holds. */
export type DecodingInput = v.InferInput<typeof decodingSchema>;

export { integer, number };
