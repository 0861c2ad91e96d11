import { GlassboxError, type Decoding, type Strategy } from '../protocol/index.js';
import { freshSeed } from './random.js';

type Field = keyof Decoding;
type Settings = { [F in Exclude<Field, 'amateur'>]-?: NonNullable<Decoding[F]> } & { amateur: string | null };
/** What the caller gave, without fields set to undefined. */
type Given = Partial<Settings> & { strategy: Strategy };

/** A decoding with every field filled in and checked, ready to run. */
export interface Plan extends Settings {
  /** temperature 0 turned what was asked for into taking the most probable token */
  madeGreedy: boolean;
  /** in words: what was accepted but has no effect */
  warnings: string[];
}

export interface PlanLimits {
  vocabularySize: number;
  maxNewTokens: number;
  /** where the decoding stands in the request, for messages */
  path?: string;
}

const DEFAULTS: Omit<Settings, 'strategy' | 'seed'> = {
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
const MOST_CANDIDATES = 256;

const ANY: readonly Field[] = [
  'strategy',
  'repetitionPenalty',
  'noRepeatNgramSize',
  'minNewTokens',
  'numReturnSequences',
];
const FILTERS: readonly Field[] = ['topK', 'topP', 'minP', 'typicalP', 'epsilonCutoff', 'etaCutoff'];
const BEAMS: readonly Field[] = [
  'numBeams',
  'lengthPenalty',
  'earlyStopping',
  'numBeamGroups',
  'diversityPenalty',
  'doSample',
];

/** The fields that change what a strategy does. */
export function fieldsUsed({ strategy, doSample }: Pick<Decoding, 'strategy' | 'doSample'>): readonly Field[] {
  switch (strategy) {
    case 'greedy':
      return ANY;
    case 'sample':
      return [...ANY, 'temperature', ...FILTERS, 'seed'];
    case 'beam':
      return [...ANY, ...BEAMS, ...(doSample ? (['temperature', ...FILTERS, 'seed'] as const) : [])];
    case 'contrastiveSearch':
      return [...ANY, 'penaltyAlpha', 'topK'];
    case 'contrastiveDecoding':
      return [
        ...ANY,
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
export function planDecoding(decoding: Decoding, limits: PlanLimits): Plan {
  const given = Object.fromEntries(Object.entries(decoding).filter(([, value]) => value !== undefined)) as Given;
  const doSample = given.doSample === true && (given.strategy === 'beam' || given.strategy === 'contrastiveDecoding');
  const plan: Plan = { ...DEFAULTS, seed: freshSeed(), ...given, doSample, madeGreedy: false, warnings: [] };
  check(plan, given, limits);
  const used = fieldsUsed(given);
  for (const field of Object.keys(given) as Field[]) {
    if (!used.includes(field) && !restates(given, field)) plan.warnings.push(noEffect(field, given));
  }
  if (given.strategy === 'beam') warnOfBeams(plan, given);
  return plan.temperature === 0 && used.includes('temperature') ? greedily(plan, given) : plan;
}

/** `doSample` where the strategy's name already says the same. */
function restates({ strategy, doSample }: Given, field: Field): boolean {
  return field === 'doSample' && doSample === (strategy === 'sample');
}

function noEffect(field: Field, { strategy }: Given): string {
  const sampled = ['temperature', 'seed', ...FILTERS].includes(field);
  const hint = sampled && strategy === 'beam' ? ' without doSample' : '';
  return `${field} has no effect on the strategy ${strategy}${hint}.`;
}

function warnOfBeams(plan: Plan, given: Given): void {
  if (given.numBeams === undefined) plan.warnings.push(`numBeams was not given; ${plan.numBeams} beams were used.`);
  if (plan.numBeamGroups === 1 && plan.diversityPenalty > 0) {
    plan.warnings.push('diversityPenalty has no effect without numBeamGroups.');
  }
}

/** Temperature 0 is the limit of ever lower ones: all probability on the highest score. No filter can change that. */
function greedily(plan: Plan, given: Given): Plan {
  const strategy: Strategy = plan.strategy === 'contrastiveDecoding' ? plan.strategy : 'greedy';
  const still: readonly Field[] = ['temperature', ...fieldsUsed({ strategy })];
  const idle = (Object.keys(given) as Field[]).filter(
    (field) => fieldsUsed(given).includes(field) && !still.includes(field),
  );
  const warnings = [...plan.warnings];
  if (idle.length > 0) warnings.push(`Temperature 0 is greedy; no effect on it: ${idle.join(', ')}.`);
  if (plan.numReturnSequences > 1) {
    warnings.push(`Temperature 0 is greedy; the ${plan.numReturnSequences} returned sequences are the same.`);
  }
  return { ...plan, strategy, doSample: false, temperature: 1, madeGreedy: true, warnings };
}

function check(plan: Plan, given: Given, { vocabularySize, maxNewTokens, path = 'decoding' }: PlanLimits): void {
  const refuse = (field: Field, what: string): never => {
    throw new GlassboxError('bad-request', `${path}.${field} ${what}`);
  };
  const { strategy, numBeams, numBeamGroups, numReturnSequences } = plan;
  if (plan.minNewTokens > maxNewTokens) {
    refuse('minNewTokens', `must be at most maxNewTokens (${maxNewTokens}); it is ${plan.minNewTokens}.`);
  }
  if (given.typicalP === 0) refuse('typicalP', 'must be above 0 and at most 1; it is 0.');
  if (strategy === 'beam') {
    if (numBeams > vocabularySize) {
      refuse('numBeams', `must be at most the vocabulary's ${vocabularySize} tokens; it is ${numBeams}.`);
    }
    if (numBeams % numBeamGroups !== 0) {
      refuse('numBeamGroups', `must divide numBeams (${numBeams}) without rest; it is ${numBeamGroups}.`);
    }
    if (numBeamGroups > 1 && plan.diversityPenalty === 0) {
      refuse('diversityPenalty', 'must be above 0 when numBeamGroups is above 1: the groups would all be the same.');
    }
    if (numBeamGroups > 1 && plan.doSample) {
      refuse('doSample', `must be false when numBeamGroups is above 1; numBeamGroups is ${numBeamGroups}.`);
    }
    if (numReturnSequences > numBeams) {
      refuse('numReturnSequences', `must be at most numBeams (${numBeams}); it is ${numReturnSequences}.`);
    }
  } else if (numReturnSequences > 1 && strategy !== 'sample' && !plan.doSample) {
    refuse('numReturnSequences', `must be 1 with ${strategy}, which has one result; it is ${numReturnSequences}.`);
  }
  if (strategy === 'contrastiveSearch') {
    if (given.penaltyAlpha === undefined)
      refuse('penaltyAlpha', 'is missing: contrastive search needs one from 0 to 1, such as 0.6.');
    const most = Math.min(vocabularySize, MOST_CANDIDATES);
    if (plan.topK < 1 || plan.topK > most) {
      refuse('topK', `must be from 1 to ${most} with contrastiveSearch, such as 4; it is ${plan.topK}.`);
    }
  }
  if (strategy === 'contrastiveDecoding' && plan.amateur === null) {
    refuse('amateur', 'is missing: contrastive decoding needs a smaller model with the same vocabulary.');
  }
}
