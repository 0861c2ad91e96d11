import { GlassboxError, type GenerationConfig, type Strategy } from '../../protocol/engine/index.js';
import { createSeed } from '../sampling/random.js';

type Field = keyof GenerationConfig;
type ConfigFields = { [F in Exclude<Field, 'amateur'>]-?: NonNullable<GenerationConfig[F]> } & {
  amateur: string | null;
};
/** What the caller gave, without fields set to undefined. */
type GivenConfig = Partial<ConfigFields> & { strategy: Strategy };

/** A generation config with every field filled in and checked, ready to run. */
export interface ResolvedGenerationConfig extends ConfigFields {
  /** temperature 0 turned what was asked for into taking the most probable token */
  forcedGreedy: boolean;
  /** in words: what was accepted but has no effect */
  warnings: string[];
}

export interface ConfigLimits {
  vocabularySize: number;
  maxNewTokens: number;
  /** where the config stands in the request, for messages */
  path?: string;
}

const DEFAULTS: Omit<ConfigFields, 'strategy' | 'seed'> = {
  numBeams: 4,
  lengthPenalty: 1,
  earlyStopping: false,
  numBeamGroups: 1,
  diversityPenalty: 0,
  doSample: false,
  temperature: 1,
  topK: 0,
  topP: 1,
  minP: 0,
  typicalP: 1,
  epsilonCutoff: 0,
  etaCutoff: 0,
  repetitionPenalty: 1,
  noRepeatNgramSize: 0,
  minNewTokens: 0,
  numReturnSequences: 1,
  penaltyAlpha: 0,
  amateur: null,
  alpha: 1,
  plausibility: 0.1,
};

/** Contrastive search runs the model on every candidate, each with its own keys and values. */
const MAX_CANDIDATES = 256;

const COMMON_FIELDS: readonly Field[] = [
  'strategy',
  'repetitionPenalty',
  'noRepeatNgramSize',
  'minNewTokens',
  'numReturnSequences',
];
const WARPER_FIELDS: readonly Field[] = ['topK', 'topP', 'minP', 'typicalP', 'epsilonCutoff', 'etaCutoff'];
const BEAM_FIELDS: readonly Field[] = [
  'numBeams',
  'lengthPenalty',
  'earlyStopping',
  'numBeamGroups',
  'diversityPenalty',
  'doSample',
];

/** Lists the fields that change what a strategy does. */
export function fieldsUsed({ strategy, doSample }: Pick<GenerationConfig, 'strategy' | 'doSample'>): readonly Field[] {
  switch (strategy) {
    case 'greedy':
      return COMMON_FIELDS;
    case 'sample':
      return [...COMMON_FIELDS, 'temperature', ...WARPER_FIELDS, 'seed'];
    case 'beam':
      return [
        ...COMMON_FIELDS,
        ...BEAM_FIELDS,
        ...(doSample ? (['temperature', ...WARPER_FIELDS, 'seed'] as const) : []),
      ];
    case 'contrastiveSearch':
      return [...COMMON_FIELDS, 'penaltyAlpha', 'topK'];
    case 'contrastiveDecoding':
      return [
        ...COMMON_FIELDS,
        'amateur',
        'alpha',
        'plausibility',
        'doSample',
        ...(doSample ? (['temperature', 'seed'] as const) : []),
      ];
  }
}

/**
 * Checks what single ranges cannot say and fills in the defaults of the methods page. Rules are those of transformers'
 * `GenerationConfig.validate`; where it warns of something that contradicts itself, this is an error.
 * @throws GlassboxError `bad-request`, naming the field and what is allowed
 */
export function resolveGenerationConfig(decoding: GenerationConfig, limits: ConfigLimits): ResolvedGenerationConfig {
  const given = Object.fromEntries(Object.entries(decoding).filter(([, value]) => value !== undefined)) as GivenConfig;
  const doSample = given.doSample === true && (given.strategy === 'beam' || given.strategy === 'contrastiveDecoding');
  const config: ResolvedGenerationConfig = {
    ...DEFAULTS,
    seed: createSeed(),
    ...given,
    doSample,
    forcedGreedy: false,
    warnings: [],
  };
  assertConsistent(config, given, limits);
  const used = fieldsUsed(given);
  for (const field of Object.keys(given) as Field[]) {
    if (!used.includes(field) && !restatesStrategy(given, field)) config.warnings.push(describeNoEffect(field, given));
  }
  if (given.strategy === 'beam') addBeamWarnings(config, given);
  return config.temperature === 0 && used.includes('temperature') ? asGreedy(config, given) : config;
}

/** `doSample` where the strategy's name already says the same. */
function restatesStrategy({ strategy, doSample }: GivenConfig, field: Field): boolean {
  return field === 'doSample' && doSample === (strategy === 'sample');
}

function describeNoEffect(field: Field, { strategy }: GivenConfig): string {
  const sampled = ['temperature', 'seed', ...WARPER_FIELDS].includes(field);
  const hint = sampled && strategy === 'beam' ? ' without doSample' : '';
  return `${field} has no effect on the strategy ${strategy}${hint}.`;
}

function addBeamWarnings(config: ResolvedGenerationConfig, given: GivenConfig): void {
  if (given.numBeams === undefined) config.warnings.push(`numBeams was not given; ${config.numBeams} beams were used.`);
  if (config.numBeamGroups === 1 && config.diversityPenalty > 0) {
    config.warnings.push('diversityPenalty has no effect without numBeamGroups.');
  }
}

/** Temperature 0 is the limit of ever lower ones: all probability on the highest score. No filter can change that. */
function asGreedy(config: ResolvedGenerationConfig, given: GivenConfig): ResolvedGenerationConfig {
  const strategy: Strategy = config.strategy === 'contrastiveDecoding' ? config.strategy : 'greedy';
  const still: readonly Field[] = ['temperature', ...fieldsUsed({ strategy })];
  const idle = (Object.keys(given) as Field[]).filter(
    (field) => fieldsUsed(given).includes(field) && !still.includes(field),
  );
  const warnings = [...config.warnings];
  if (idle.length > 0) warnings.push(`Temperature 0 is greedy; no effect on it: ${idle.join(', ')}.`);
  if (config.numReturnSequences > 1) {
    warnings.push(`Temperature 0 is greedy; the ${config.numReturnSequences} returned sequences are the same.`);
  }
  return { ...config, strategy, doSample: false, temperature: 1, forcedGreedy: true, warnings };
}

function assertConsistent(
  config: ResolvedGenerationConfig,
  given: GivenConfig,
  { vocabularySize, maxNewTokens, path = 'decoding' }: ConfigLimits,
): void {
  const refuse = (field: Field, what: string): never => {
    throw new GlassboxError('bad-request', `${path}.${field} ${what}`);
  };
  const { strategy, numBeams, numBeamGroups, numReturnSequences } = config;
  if (config.minNewTokens > maxNewTokens) {
    refuse('minNewTokens', `must be at most maxNewTokens (${maxNewTokens}); it is ${config.minNewTokens}.`);
  }
  if (given.typicalP === 0) refuse('typicalP', 'must be above 0 and at most 1; it is 0.');
  if (strategy === 'beam') {
    if (numBeams > vocabularySize) {
      refuse('numBeams', `must be at most the vocabulary's ${vocabularySize} tokens; it is ${numBeams}.`);
    }
    if (numBeams % numBeamGroups !== 0) {
      refuse('numBeamGroups', `must divide numBeams (${numBeams}) without rest; it is ${numBeamGroups}.`);
    }
    if (numBeamGroups > 1 && config.diversityPenalty === 0) {
      refuse('diversityPenalty', 'must be above 0 when numBeamGroups is above 1: the groups would all be the same.');
    }
    if (numBeamGroups > 1 && config.doSample) {
      refuse('doSample', `must be false when numBeamGroups is above 1; numBeamGroups is ${numBeamGroups}.`);
    }
    if (numReturnSequences > numBeams) {
      refuse('numReturnSequences', `must be at most numBeams (${numBeams}); it is ${numReturnSequences}.`);
    }
  } else if (numReturnSequences > 1 && strategy !== 'sample' && !config.doSample) {
    refuse('numReturnSequences', `must be 1 with ${strategy}, which has one result; it is ${numReturnSequences}.`);
  }
  if (strategy === 'contrastiveSearch') {
    if (given.penaltyAlpha === undefined)
      refuse('penaltyAlpha', 'is missing: contrastive search needs one from 0 to 1, such as 0.6.');
    const most = Math.min(vocabularySize, MAX_CANDIDATES);
    if (config.topK < 1 || config.topK > most) {
      refuse('topK', `must be from 1 to ${most} with contrastiveSearch, such as 4; it is ${config.topK}.`);
    }
  }
  if (strategy === 'contrastiveDecoding' && config.amateur === null) {
    refuse('amateur', 'is missing: contrastive decoding needs a smaller model with the same vocabulary.');
  }
}
