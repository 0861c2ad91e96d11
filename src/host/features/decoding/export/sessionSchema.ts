import * as v from 'valibot';
import { SERVER_PROBLEMS } from '../../../../protocol/engine/errorDetails.js';
import { draftGenerationConfigSchema } from '../../../../protocol/engine/generationConfig.js';
import { fieldNames, STRATEGIES } from '../../../../protocol/engine/generationFields.js';
import type { BeamNode, CutReason, FinishReason } from '../../../../protocol/engine/generationValues.js';
import { idsSchema, recipeBranchSchema } from '../recipes.js';
import { MOST_RECIPES, recipeNameSchema } from './recipeFile.js';

/*
 * What a session file may hold: schemas/decoding-session.schema.json tells editors the same, field by field. A file is
 * from outside, so all that a page draws or counts with is checked.
 */

const whole = v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(0, 'must be at least 0'));
/** JSON has no infinity. */
const endless = v.pipe(
  v.nullable(v.number()),
  v.transform((value) => value ?? -Infinity),
);
/** Sums of many small numbers may be a little more than one. */
const share = v.pipe(v.number(), v.minValue(0, 'must be at least 0'), v.maxValue(1 + 1e-6, 'must be at most 1'));

const CUTS = [
  ...(['topK', 'topP', 'minP', 'typicalP', 'epsilonCutoff', 'etaCutoff'] as const),
  ...(['noRepeatNgramSize', 'minNewTokens', 'badWords', 'forced', 'plausibility'] as const),
] satisfies CutReason[];

const alternative = v.strictObject({
  id: whole,
  text: v.string(),
  probability: share,
  filteredProbability: v.nullable(share),
  cut: v.exactOptional(v.picklist(CUTS)),
});

const step = v.strictObject({
  id: whole,
  text: v.string(),
  probability: share,
  filteredProbability: v.exactOptional(share),
  alternatives: v.array(alternative),
  left: v.exactOptional(whole),
  drawnByServer: v.exactOptional(v.literal(true)),
});

const sequence = v.pipe(
  v.strictObject({
    ids: idsSchema,
    text: v.string(),
    steps: v.array(step),
    finish: v.nullable(v.picklist(['eos', 'length', 'stop', 'cut'] satisfies FinishReason[])),
    logProbability: v.nullable(v.number()),
    score: v.nullable(v.number()),
  }),
  v.check(
    ({ ids, steps }) => steps.length === ids.length && steps.every(({ id }, index) => id === ids[index]),
    'must have a step for each id',
  ),
);

const node = v.strictObject({
  parent: v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(-1, 'must be at least -1')),
  step: whole,
  id: whole,
  text: v.string(),
  logProbability: endless,
  score: endless,
  state: v.picklist(['live', 'finished', 'pruned', 'returned'] satisfies BeamNode['state'][]),
  rank: whole,
});

const tree = v.pipe(
  v.array(node),
  v.check(
    (nodes) => nodes.every(({ parent, step: at }, index) => parent < index && (nodes[parent]?.step ?? -1) < at),
    'must have each node behind its parent',
  ),
);

const measured = v.strictObject({
  newTokens: whole,
  seconds: v.number(),
  tokensPerSecond: v.number(),
  meanLogProbability: endless,
  perplexity: v.pipe(
    v.nullable(v.number()),
    v.transform((value) => value ?? Infinity),
  ),
  distinct1: share,
  distinct2: share,
  repeated4grams: share,
  promptOverlap: share,
  selfBleu: v.nullable(v.number()),
  greedy: v.exactOptional(v.literal(true)),
});
/** Of what a server decoded. */
const untold = v.strictObject({
  newTokens: v.nullable(whole),
  seconds: v.number(),
  tokensPerSecond: v.nullable(v.number()),
  meanLogProbability: v.null(),
  perplexity: v.null(),
  distinct1: v.null(),
  distinct2: v.null(),
  repeated4grams: v.null(),
  promptOverlap: v.null(),
  selfBleu: v.null(),
  greedy: v.exactOptional(v.literal(true)),
});
const metrics = v.union([measured, untold]);

const field = v.picklist(['strategy', ...fieldNames]);

const warning = v.variant('kind', [
  v.strictObject({
    kind: v.literal('noEffect'),
    field,
    strategy: v.picklist(STRATEGIES),
    unlessDrawn: v.boolean(),
  }),
  v.strictObject({ kind: v.literal('defaultBeams'), numBeams: whole }),
  v.strictObject({ kind: v.literal('diversityWithoutGroups') }),
  v.strictObject({ kind: v.literal('idleWhenGreedy'), fields: v.array(field) }),
  v.strictObject({ kind: v.literal('sameSequences'), count: whole }),
  v.strictObject({ kind: v.literal('fewerSequences'), count: whole, wanted: whole }),
  v.strictObject({ kind: v.literal('decodedByServer'), step: v.exactOptional(whole) }),
  v.strictObject({ kind: v.literal('ignoredByServer'), fields: v.array(field) }),
  v.strictObject({ kind: v.literal('unsureAtServer'), fields: v.array(field) }),
  v.strictObject({
    ...{ kind: v.literal('brokenOff'), problem: v.picklist(SERVER_PROBLEMS), host: v.string() },
    ...{ status: v.exactOptional(whole), seconds: v.exactOptional(whole), said: v.exactOptional(v.string()) },
    ...{ size: v.exactOptional(whole), known: v.exactOptional(whole) },
  }),
  v.strictObject({ kind: v.literal('overlong') }),
  v.strictObject({ kind: v.literal('otherModel'), asked: v.string(), said: v.string() }),
  v.strictObject({ kind: v.literal('lostCharacters') }),
]);

const maxNewTokens = v.pipe(whole, v.minValue(1, 'must be at least 1'));

const result = v.strictObject({
  status: v.picklist(['done', 'stopped']),
  made: v.strictObject({
    model: v.string(),
    source: v.string(),
    seed: v.nullable(whole),
    maxNewTokens,
    decoding: draftGenerationConfigSchema,
  }),
  sequences: v.array(sequence),
  tree: v.nullable(tree),
  metrics: v.nullable(metrics),
  warnings: v.array(warning),
  seed: v.nullable(whole),
  promptIds: idsSchema,
});

export const sessionSchema = v.strictObject({
  $schema: v.optional(v.string()),
  format: v.string(),
  version: v.number(),
  prompt: v.strictObject({ mode: v.picklist(['pinned', 'typed']), text: v.string(), label: v.string() }),
  model: v.string(),
  seed: whole,
  maxNewTokens,
  prefix: v.string(),
  runs: v.pipe(
    v.array(
      v.strictObject({
        name: recipeNameSchema,
        decoding: draftGenerationConfigSchema,
        branch: v.optional(recipeBranchSchema),
        model: v.exactOptional(v.string()),
        result: v.optional(result),
      }),
      'must be a list of runs',
    ),
    v.maxLength(MOST_RECIPES, `holds more than ${MOST_RECIPES} runs`),
  ),
});

export type SessionFile = v.InferOutput<typeof sessionSchema>;
